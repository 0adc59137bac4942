"""What the wizard of the window asks for travels over the engine's pipe and arrives as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.domain.changes import ImportReport, OperationId
from core.domain.classification import (
    AuthorNumber,
    CallNumberProposal,
    ClassNode,
    CoverDraft,
    Evidence,
    FieldProposal,
    Proposals,
    ReservationId,
)
from core.domain.copy_sources import CopyQuery, CopySource, FetchAnswer, FetchedRecord, SourceProblem
from core.domain.importing import FieldDifference, ImportEntry, ImportOptions, OverlayProfile
from core.domain.marc import MarcSource
from core.domain.records import BibliographicRecord, RecordId, RejectedInput
from core.domain.retrieval import Identification
from core.engine.messages import from_wire, signature_of, to_wire
from core.services.vocabulary import VOCABULARY

DIFFERENCE = FieldDifference("title", ("红楼梦",), ("紅樓夢",))
PROPOSALS = Proposals(
    (FieldProposal("class", "I242.4", 0.8, "propose.neighbours", "clc", (Evidence(RecordId(1), "x", 0.5),)),)
)
FETCHED = FetchedRecord(
    "loc",
    BibliographicRecord("三体"),
    MarcSource("marcxml", "utf-8", b"<r>\xe4\xb8\x89</r>"),
    RecordId(3),
    True,
    (DIFFERENCE,),
)
VALUES: list[tuple[str, str, Any]] = [
    (
        "interchange",
        "import_files",
        ImportReport(
            1,
            2,
            3,
            (RejectedInput("f", "1", "bug", {"n": 1}),),
            OperationId(4),
            1,
            1,
            1,
            1,
            (ImportEntry("f", "1", "updated", "t", RecordId(2), "isbn", 0.9, (DIFFERENCE,), True, "bug", {"a": 1}),),
            (),
            0,
            ("import.words_only",),
            {"report": ("r.csv",)},
            True,
        ),
    ),
    ("interchange", "overlay_profiles", (OverlayProfile("供应商", "fill", {"note": "add"}),)),
    ("classification", "classes", (ClassNode("I", "文学", "Literature", 3, True),)),
    ("classification", "propose", PROPOSALS),
    (
        "classification",
        "draft_from_cover",
        CoverDraft(Identification("a.jpg", "new", 0.9), BibliographicRecord("x"), PROPOSALS),
    ),
    (
        "call_numbers",
        "build",
        CallNumberProposal("I/1", ("I", "1"), "running", (AuthorNumber("L1", "lu"),), (RecordId(2),), ReservationId(5)),
    ),
    ("copy_cataloguing", "sources", (CopySource("loc", "LC", "sru", "http://x", "1.1", ("dc",), {"isbn": "i"}),)),
    ("copy_cataloguing", "fetch", FetchAnswer((FETCHED,), {"loc": 1}, (SourceProblem("dnb", "source.offline", {}),))),
]
ARGUMENTS: list[tuple[str, str, str, Any]] = [
    (
        "interchange",
        "dry_run",
        "options",
        ImportOptions(("isbn", "title"), "供应商", "possible", True, report_file="r.csv"),
    ),
    ("interchange", "save_overlay_profile", "profile", OverlayProfile("x", "keep", {"subjects": "add"})),
    ("copy_cataloguing", "fetch", "query", CopyQuery(isbn="9787536692930", limit=3)),
    ("copy_cataloguing", "take", "fetched", FETCHED),
    ("call_numbers", "release", "reservation", ReservationId(4)),
    ("classification", "propose", "record", BibliographicRecord("三体", year=2008)),
]


@pytest.mark.parametrize(("service", "method", "value"), VALUES, ids=[f"{s}.{m}" for s, m, _ in VALUES])
def test_answers_arrive_as_they_were(service: str, method: str, value: Any) -> None:
    wire = json.loads(json.dumps(to_wire(value)))
    assert from_wire(wire, signature_of(getattr(VOCABULARY[service], method)).returns) == value


@pytest.mark.parametrize(
    ("service", "method", "name", "value"), ARGUMENTS, ids=[f"{s}.{m}" for s, m, _, _ in ARGUMENTS]
)
def test_arguments_arrive_as_they_were(service: str, method: str, name: str, value: Any) -> None:
    wire = json.loads(json.dumps(to_wire(value)))
    assert from_wire(wire, signature_of(getattr(VOCABULARY[service], method)).parameters[name]) == value
