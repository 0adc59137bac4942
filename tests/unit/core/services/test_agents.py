"""Forms of a name: linked, found under each other, suggested and completed."""

from __future__ import annotations

import pytest

from core.domain.agents import AgentForm
from core.domain.marc import MarcField, MarcRecord, MarcSource, Subfield
from core.domain.records import BibliographicRecord, Contributor
from core.errors import ConflictError, InvalidInputError
from core.interchange.marc.marcxml import to_marcxml
from core.services.agents import in_pinyin, kind_of
from tests.unit.core.services.record_desk import Desk

LETTERS = BibliographicRecord("傅雷家书", contributors=(Contributor("傅雷"),))
ENGLISH = BibliographicRecord("Jean Christophe in Chinese", contributors=(Contributor("Fou, Lei", "translator"),))
OTHER = BibliographicRecord("茶馆", contributors=(Contributor("老舍"),))


def found(desk: Desk, match: str) -> set[str]:
    return {r.title for r in desk.catalogue.get(list(desk.catalogue.match_ids(match)))}


def test_records_are_found_under_every_linked_form_and_no_longer_after_undo(desk: Desk) -> None:
    desk.add(LETTERS, ENGLISH, OTHER)
    assert found(desk, 'names: "傅 雷"') == {"傅雷家书"}
    changes = desk.agents.link([AgentForm("傅雷", "chinese", True), AgentForm("Fou, Lei", "other")])
    assert len(changes.updated) == 2
    assert found(desk, 'names: "傅 雷"') == {"傅雷家书", "Jean Christophe in Chinese"}
    assert found(desk, 'names: "fou lei"') == {"傅雷家书", "Jean Christophe in Chinese"}
    assert found(desk, "pinyin_names: fulei") == {"傅雷家书", "Jean Christophe in Chinese"}
    desk.cataloguing.undo()
    assert found(desk, 'names: "fou lei"') == {"Jean Christophe in Chinese"}
    assert desk.agents.of_name("傅雷") is None


def test_a_record_that_comes_later_is_found_too(desk: Desk) -> None:
    desk.agents.link([AgentForm("傅雷"), AgentForm("Fu Lei")])
    desk.add(LETTERS)
    assert found(desk, 'names: "fu lei"') == {"傅雷家书"}
    desk.catalogue.rebuild_full_text()
    assert found(desk, 'names: "fu lei"') == {"傅雷家书"}


def test_linking_unites_agents_and_one_form_is_preferred(desk: Desk) -> None:
    desk.agents.link([AgentForm("鲁迅", "chinese", True), AgentForm("Lu Xun", "pinyin")])
    desk.agents.link([AgentForm("周树人", "chinese"), AgentForm("Lu Hsun", "other")])
    desk.agents.link([AgentForm("Lu Xun"), AgentForm("周树人")])
    agent = desk.agents.of_name("Lu Hsun")
    assert agent is not None
    assert set(agent.names) == {"鲁迅", "Lu Xun", "周树人", "Lu Hsun"}
    assert sum(form.is_preferred for form in agent.forms) == 1
    with pytest.raises(InvalidInputError, match=r"agent.too_few"):
        desk.agents.link([AgentForm("一"), AgentForm(" 一 ")])


def test_a_form_belongs_to_one_agent_only(desk: Desk) -> None:
    desk.agents.link([AgentForm("甲"), AgentForm("A")])
    desk.agents.link([AgentForm("乙"), AgentForm("B")])
    agent = desk.agents.of_name("乙")
    assert agent is not None
    with pytest.raises(ConflictError, match=r"agent.form_taken"):
        desk.agents.set_forms(agent.id, [*agent.forms, AgentForm("A")])
    desk.agents.unlink("B")
    assert desk.agents.of_name("乙") is None


def test_names_are_completed_by_script_pinyin_and_initials(desk: Desk) -> None:
    desk.add(LETTERS, ENGLISH, OTHER, BibliographicRecord("老張的哲學", contributors=(Contributor("老舍"),)))
    desk.agents.link([AgentForm("老舍", "chinese", True), AgentForm("Lao She", "pinyin")])
    for typed in ("傅", "fulei", "fl", "Fu"):
        assert "傅雷" in [known.name for known in desk.agents.complete(typed)], typed
    known = {each.name: each for each in desk.agents.complete("laos")}
    assert known["老舍"].n_records == 2
    assert known["Lao She"].preferred == "老舍"
    assert desk.agents.complete("  ") == ()


def test_pinyin_and_linked_fields_are_suggested(desk: Desk) -> None:
    first, *_ = desk.add(LETTERS, ENGLISH, BibliographicRecord("x", contributors=(Contributor("Lei Fu"),)))
    marc = MarcRecord(
        "marc21",
        "00000nam a2200000   4500",
        (
            MarcField("100", "", ("1", " "), (Subfield("6", "880-01"), Subfield("a", "Fou, Lei"))),
            MarcField("245", "", ("1", "0"), (Subfield("a", "x"),)),
            MarcField("880", "", ("1", " "), (Subfield("6", "100-01/$1"), Subfield("a", "傅雷"))),
        ),
    )
    with desk.catalogue.write("edit_record", "x") as unit:
        unit.put_marc_source(first, MarcSource("marcxml", "utf-8", to_marcxml(marc)))
    suggested = {each.name: each.reason_id for each in desk.agents.suggest("傅雷")}
    assert suggested == {"Fou, Lei": "agent.beside", "Lei Fu": "agent.same_sound", "Fu Lei": "agent.in_pinyin"}


def test_kinds_are_told_and_pinyin_is_written_as_in_passports() -> None:
    assert [kind_of(n) for n in ("曹雪芹", "Cao Xueqin", "Hawkes, David")] == ["chinese", "pinyin", "english"]
    assert in_pinyin("曹雪芹") == "Cao Xueqin"
    assert in_pinyin("Austen") == ""
