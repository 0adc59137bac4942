from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.checkpoints import CheckpointInfo
from core.domain.library import IntakeItemId
from core.domain.records import BibliographicRecord, Contributor, RecordId
from core.domain.retrieval import Candidate, Identification
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import ConflictError
from core.jobs.job import JobId, JobInfo

FOUND = Identification(
    image="/扫描/一.jpg",
    decision="possible",
    confidence=0.61,
    isbn="9787020002207",
    ocr=OcrPage((OcrLine("红楼梦", BoundingBox(0, 1, 2, 3), 0.9),), 100, 200, "rapid"),
    draft=BibliographicRecord("红楼梦", contributors=(Contributor("曹雪芹"),), status="draft"),
    candidates=(Candidate(BibliographicRecord("红楼梦", id=RecordId(3)), 0.6, 0.5, 0.4, None, same_isbn=True),),
    sha256="a" * 64,
    took_ms=12.5,
)
REJECTED = Identification(
    "坏.jpg", "rejected", 1.0, error_id="image.truncated", error_context={"file": "坏.jpg", "n": 3}
)


def test_the_queue_keeps_everything_that_was_found_out(catalogue):
    item = catalogue.add_intake_item("/扫描/一.jpg", FOUND)
    rejected = catalogue.add_intake_item("坏.jpg", REJECTED)

    assert item.identification == FOUND
    assert (item.state, rejected.state) == ("waiting", "rejected")
    assert catalogue.intake_items() == (item,)
    assert catalogue.intake_items(("rejected", "waiting")) == (item, rejected)
    assert catalogue.intake_item(rejected.id) == rejected
    assert catalogue.journalled_cover_shas() == {"a" * 64}


def test_items_are_settled_reopened_and_deleted(catalogue):
    item = catalogue.add_intake_item("x", FOUND)
    catalogue.set_intake_state(item.id, "accepted", RecordId(5))
    assert catalogue.intake_items(("accepted",)) == (replace(item, state="accepted", record_id=5),)
    catalogue.set_intake_state(item.id, "waiting")
    assert catalogue.intake_items() == (item,)
    catalogue.delete_intake_items([item.id])
    assert catalogue.intake_item(item.id) is None
    for settle in (
        lambda: catalogue.set_intake_state(item.id, "skipped"),
        lambda: catalogue.set_intake_state(IntakeItemId(99), "skipped"),
    ):
        with pytest.raises(ConflictError, match=r"intake\.deleted"):
            settle()


def test_a_path_that_is_no_text_is_escaped(catalogue):
    item = catalogue.add_intake_item("a\udcff.jpg", replace(FOUND, image="a\udcff.jpg"))
    assert item.path == item.identification.image == "a\\udcff.jpg"
    assert catalogue.intake_items() == (item,)


def test_jobs_outlive_the_process(paths):
    job = JobInfo(
        JobId("j1"),
        "import",
        "catalogue",
        "running",
        params={"paths": ["/书/一.csv"], "mapping": {"题名": "title"}, "n": None},
        done=3,
        total=10,
        rate=1.5,
        values={"file": "一.csv"},
        created_at=datetime(2024, 5, 1, 12, tzinfo=UTC),
    )
    later = JobInfo(JobId("a"), "backup", "io", "queued", created_at=datetime(2024, 5, 2, tzinfo=UTC))
    with Catalogue.open(paths, actor="x") as catalogue:
        catalogue.save_job(later)
        catalogue.save_job(replace(job, done=1))
        catalogue.save_job(job)
    with Catalogue.open(paths, actor="x") as catalogue:
        assert catalogue.load_jobs() == (job, later)
        catalogue.delete_jobs([job.id, JobId("unknown")])
        assert catalogue.load_jobs() == (later,)
        assert catalogue.generation() == 0


def test_a_job_that_writes_may_report_itself(catalogue):
    with catalogue.write("import", "x") as unit:
        unit.add_record(BibliographicRecord("x"))
        catalogue.save_job(JobInfo(JobId("me"), "import", "catalogue", "running"))
    assert [j.id for j in catalogue.load_jobs()] == ["me"]


def test_one_model_is_active_in_each_role(catalogue):
    text = CheckpointInfo("e5", "f1", 384, ("text",), "cpu")
    catalogue.activate_model("text", text)
    catalogue.activate_model("visual", CheckpointInfo("eff", "f2", 1280, ("image",), "cpu"))
    catalogue.activate_model("text", replace(text, fingerprint="f3"))

    assert catalogue.stats().encoders == {"text": "f3", "visual": "f2"}
    assert {(role, state, info.fingerprint) for role, state, info in catalogue.models()} == {
        ("text", "retired", "f1"),
        ("text", "active", "f3"),
        ("visual", "active", "f2"),
    }
    catalogue.activate_model("text", text)
    assert catalogue.stats().encoders["text"] == "f1"
