"""The paper's comparison from end to end: real encoders, real OCR, a few covers of the demo library, two steps."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Application
from core.domain.evaluation import ComparisonSettings
from core.paths import resources_dir
from core.protocols import NullJobContext

pytestmark = [pytest.mark.slow, pytest.mark.models]
SYSTEMS = ("bm25", "clip", "unified")
NAMES = (
    "hongloumeng", "xiyouji", "sanguo", "rulin", "zhuangzi", "nahan",  # learned from
    "shuihu", "lunyu", "alice",  # dev
    "chuci", "weicheng", "odyssey",  # asked
)  # fmt: skip
"""Works of every part of the split, which goes by a hash of their ids."""
N_ASKED = 3
SETTINGS = ComparisonSettings(SYSTEMS, seeds=(1,), steps=2, batch_size=4, reranked=3)


class Steps(NullJobContext):
    """Counts what is reported of training."""

    def __init__(self) -> None:
        self.n_training = 0

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        self.n_training += message_id == "training.step"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, demo_rows: Callable[..., Any]) -> Path:
    """Twelve records with covers; each is asked by title, by its cover and by both."""
    folder = tmp_path_factory.mktemp("comparison") / "封面"
    (folder / "covers").mkdir(parents=True)
    rows = demo_rows(*NAMES, covers=True)
    queries, qrels = [], []
    for row in rows:
        shutil.copy(resources_dir() / "demo" / row["cover"], folder / row["cover"])
        for task, text, image in (
            ("title", row["title"], None),
            ("photo", None, row["cover"]),
            ("joint", row["title"], row["cover"]),
        ):
            queries.append({"id": f"{row['id']}#{task}", "task": task, "text": text, "image": image})
            qrels.append(f"{row['id']}#{task}\t0\t{row['id']}\t1")
    for name, lines in (("records", rows), ("queries", queries)):
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text("\n".join(qrels) + "\n", encoding="utf-8")
    return folder


def lines_of(table: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))


def test_one_command_trains_asks_and_writes_the_tables(library: Application, collection: Path, tmp_path: Path) -> None:
    report_dir = tmp_path / "报告"

    def compare(steps: Steps) -> Any:
        return library.evaluation.evaluate(
            str(collection), systems=SYSTEMS, report_dir=str(report_dir), comparison=SETTINGS, ctx=steps
        )

    first = Steps()
    report = compare(first)
    assert first.n_training > 0
    assert {row.system for row in report.rows} >= set(SYSTEMS)
    assert {row.queries for row in report.rows if (row.task, row.condition) == ("photo", "clean")} == {N_ASKED}
    tables = {number: lines_of(report_dir / f"table-{number}.csv") for number in (2, 3, 4, 5)}
    assert {str(report_dir / f"table-{number}.csv") for number in tables} <= set(report.files)
    assert {line["system"] for line in tables[2]} == set(SYSTEMS)
    assert {line["group"].partition(":")[0] for line in tables[3]} >= {"clean", "noisy", "long-tail"}
    assert "without OCR module" in {line["system"] for line in tables[4]}
    assert "image-text alone" in {line["system"] for line in tables[5]}
    of_row = {(row.system, row.task): row.measures for row in report.rows}
    for line in tables[2]:
        if (row := of_row.get((line["system"], line["group"]))) is not None:
            assert float(line["nDCG@10"]) == pytest.approx(row["nDCG@10"])
    joint = {line["system"]: line["RR"] for line in tables[2] if line["group"] == "joint"}
    assert {line["system"]: line["RR"] for line in tables[3] if line["group"] == "clean: joint"} == joint
    again = Steps()
    repeated = compare(again)
    assert again.n_training == 0, "what was trained is kept in the report's folder"
    assert repeated.rows == report.rows
