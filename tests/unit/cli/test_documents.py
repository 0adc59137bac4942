from __future__ import annotations

import json
from datetime import UTC, datetime

from core.domain.changes import ChangeSet, OperationId
from core.domain.library import BackupInfo
from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId, RejectedInput, Subject
from core.domain.retrieval import Candidate, Identification, SearchResponse, SearchResult
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from librarian_app.cli import documents

RECORD = BibliographicRecord(
    title="红楼梦",
    id=RecordId(7),
    external_id="zh-1",
    contributors=(Contributor("曹雪芹"), Contributor("杨宪益", "translator")),
    subjects=(Subject("小说"), Subject("I242.4", "clc")),
    year=1791,
    identifiers=(Identifier("isbn", "9787020002207"),),
)
RESULT_KEYS = ["rank", "record_id", "identifier", "title", "authors", "year", "score", "channels"]


def test_a_result_has_exactly_the_promised_keys() -> None:
    answer = SearchResponse(12.3456, (SearchResult(1, RECORD, 0.987654, {"lexical": 0.5, "identifier": 1.0}),))
    document = documents.search_document(answer)
    assert document["took_ms"] == 12.35
    assert document["no_good_match"] is False
    (result,) = document["results"]  # type: ignore[misc]
    assert list(result) == RESULT_KEYS
    assert result["identifier"] == "zh-1"
    assert result["authors"] == ["曹雪芹"]
    assert result["score"] == 0.9877
    assert result["channels"] == {"lexical": 0.5, "semantic": None, "cover": None, "identifier": 1.0}


def test_an_identification_has_the_promised_keys() -> None:
    page = OcrPage(
        (OcrLine("红楼梦", BoundingBox(0, 0, 9, 9), 0.9), OcrLine("曹雪芹", BoundingBox(0, 9, 9, 18), 0.8)), 9, 18, "x"
    )
    found = Identification(
        "/图/a.jpg",
        "match",
        0.99,
        isbn="9787020002207",
        ocr=page,
        candidates=(Candidate(RECORD, 0.99, 0.9, 0.8, 50, True),),
    )
    document = documents.identification_document(found, "en")
    assert list(document)[:7] == ["image", "decision", "confidence", "isbn", "ocr_text", "draft", "candidates"]
    assert document["ocr_text"] == "红楼梦\n曹雪芹"
    assert document["draft"] is None
    (candidate,) = document["candidates"]  # type: ignore[misc]
    assert list(candidate) == RESULT_KEYS
    assert candidate["channels"] == {"lexical": 0.9, "semantic": None, "cover": 0.8, "identifier": 1.0}
    assert "error" not in document


def test_a_rejected_image_says_why() -> None:
    found = Identification("a.jpg", "rejected", 0.0, error_id="no.such_id", error_context={"file": "a.jpg"})
    document = documents.identification_document(found, "en")
    assert document["error"] == {
        "id": "no.such_id",
        "message": "Something went wrong (no.such_id). The log has the details.",
    }


def test_a_draft_has_the_keys_of_a_collection_record() -> None:
    draft = documents.draft_document(RECORD)
    assert draft["authors"] == ["曹雪芹"]
    assert draft["subjects"] == ["小说", "I242.4"]
    assert draft["isbn"] == "9787020002207"
    assert {"title", "title_parallel", "authors", "language", "description", "subjects", "year", "isbn"} <= draft.keys()


def test_rejections_name_file_position_and_reason() -> None:
    rejected = documents.rejected_document([RejectedInput("书.csv", "12", "no.such_id")], "zh_CN")
    assert rejected == [{"file": "书.csv", "position": "12", "reason": "出现问题（no.such_id）。详情见日志。"}]


def test_changes_and_dates_become_json() -> None:
    assert documents.change_document(ChangeSet(OperationId(3), created=(RecordId(1),))) == {
        "operation": 3, "created": [1], "updated": [], "deleted": [],
    }  # fmt: skip
    backup = documents.plain(BackupInfo("b.zip", datetime(2026, 1, 2, tzinfo=UTC), 1.5, 10, True))
    assert json.loads(json.dumps(backup)) == {
        "file": "b.zip", "created_at": "2026-01-02T00:00:00+00:00", "size_mib": 1.5, "records": 10, "verified": True,
    }  # fmt: skip
