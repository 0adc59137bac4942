"""`promote`, `models use` and `rollback` with the real encoders, as scripts call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from librarian_app.__main__ import main

pytestmark = [pytest.mark.models, pytest.mark.slow]

TITLES = {
    "红楼梦": "Dream of the Red Chamber",
    "水浒传": "Water Margin",
    "西游记": "Journey to the West",
    "论语": "The Analects of Confucius",
    "狂人日记": "Diary of a Madman",
    "边城": "Border Town",
    "骆驼祥子": "Rickshaw Boy",
    "围城": "Fortress Besieged",
    "活着": "To Live",
    "三体": "The Three-Body Problem",
    "茶馆": "Teahouse",
    "呐喊": "Call to Arms",
    "子夜": "Midnight",
    "雷雨": "Thunderstorm",
    "倾城之恋": "Love in a Fallen City",
    "京华烟云": "Moment in Peking",
}
RECORDS = [
    {"id": f"r{n}", "title": english, "title_parallel": [chinese], "language": "eng"}
    for n, (chinese, english) in enumerate(TITLES.items())
]


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    """The untuned unified model with a little noise on what stands above its backbones."""
    import torch

    from core.encoders.presets import load_preset
    from core.encoders.unified.building import build_unified
    from core.encoders.unified.storing import save_unified

    model = build_unified(load_preset("compact"), None, "cpu", None, 1)
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in model.text.head.parameters():
            parameter.add_(0.01 * torch.randn_like(parameter))
    folder = tmp_path / "训练 run" / "checkpoint"
    save_unified(folder, model, {"name": "tuned"})
    return folder


def test_from_comparison_to_rollback(
    tmp_path: Path, library_dir: Path, checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*argv: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["--library", str(library_dir), "--json", *argv])
        return code, json.loads(capsys.readouterr().out)

    def top(query: str) -> tuple[str, list[float]]:
        code, answer = run("search", query)
        assert code == 0
        return answer["results"][0]["title"], [each["channels"]["semantic"] for each in answer["results"]]

    source = tmp_path / "records.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in RECORDS), encoding="utf-8")
    assert run("import", str(source))[0] == 0
    untuned = top("journey of a monk to the west")

    code, report = run("promote", str(checkpoint), "--compare-only")
    assert code == 1  # noise makes nothing better
    decision = report["decision"]
    assert decision["verdict"] == "keep"
    assert decision["current"] == decision["base"] != decision["candidate"]
    assert {each["name"] for each in decision["slices"]} == {"zh-en", "en-zh", "long-tail", "noisy"}
    assert not report["is_switched"]

    code, report = run("promote", str(checkpoint), "--override", "试用")
    assert code == 0
    assert report["is_switched"]
    assert report["encoded"] == len(RECORDS)
    assert report["model"]["fingerprint"] == decision["candidate"]
    title, scores = top("journey of a monk to the west")
    assert title == untuned[0]
    assert scores != untuned[1]  # another encoder has answered, and was found again at the next start

    code, report = run("rollback", "--reason", "没有变好")
    assert code == 0
    assert (report["model"]["fingerprint"], report["encoded"]) == (decision["base"], 0)
    assert top("journey of a monk to the west") == untuned
    code, failure = run("rollback")
    assert (code, failure["error"]["id"]) == (1, "promotion.nothing_to_roll_back")
    code, report = run("models", "use", decision["candidate"][:8])
    assert (code, report["encoded"]) == (0, 0)
    code, failure = run("models", "use", "没有")
    assert (code, failure["error"]["id"]) == (1, "promotion.unknown_model")
