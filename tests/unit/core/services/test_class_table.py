from __future__ import annotations

import pytest

from core.domain.records import BibliographicRecord, Holding, Subject
from core.services.class_table import classes_of, load_class_table

COUNTS = {"I242.4": 3, "I247.57": 2, "I207.411": 1, "I712.45": 4, "TP312": 5, "TP3": 1, "B84-49": 1, "QX": 1}


def test_there_are_22_main_classes_in_order_with_names_in_both_languages() -> None:
    main = load_class_table().children("", {})
    assert "".join(node.notation for node in main) == "ABCDEFGHIJKNOPQRSTUVXZ"
    assert all(node.name_zh and node.name_en for node in main)


def test_every_class_of_the_table_hangs_below_another() -> None:
    table = load_class_table()
    for notation in table.names:
        parent = table.parent(notation)
        assert parent is not None
        assert notation in [node.notation for node in table.children(parent, {})]
    assert (table.parent("J29"), table.parent("TP3"), table.parent("I")) == ("J2", "TP", "")


def test_the_second_level_is_that_of_the_fifth_edition() -> None:
    """Counted on two public lists of it; E3, I3, D3, D7 to 7 stand there as one line each (E3/7), here one by one."""
    table = load_class_table()
    second = {main.notation: [n.notation for n in table.children(main.notation, {})] for main in table.children("", {})}
    assert second["H"] == [
        *(f"H{n}" for n in range(6)),
        *(f"H6{n}" for n in range(1, 8)),
        "H7",
        "H81",
        "H83",
        "H84",
        "H9",
    ]
    assert second["Q"][-8:] == ["Q81", "Q89", "Q91", "Q93", "Q94", "Q95", "Q96", "Q98"]
    assert [second[main][-1] for main in "NUVXZ"] == ["N99", "U8", "V7", "X9", "Z8"]
    assert (table.parent("J19"), table.parent("C79"), table.parent("N79")) == ("J1", "C7", "N7")
    unused = {notation for notation, (chinese, _) in table.names.items() if "交替类目" in chinese}
    assert unused == {"N7", "N99", "U8", "V7"}
    assert list(table.names) == sorted(table.names)


def test_counts_add_up_on_the_way_down() -> None:
    table = load_class_table()
    by_notation = {node.notation: node.n_records for node in table.children("", COUNTS)}
    assert (by_notation["I"], by_notation["T"], by_notation["B"], by_notation["A"]) == (10, 6, 1, 0)
    assert {n.notation: n.n_records for n in table.children("I", COUNTS) if n.n_records} == {"I2": 6, "I7": 4}
    assert {n.notation: n.n_records for n in table.children("I2", COUNTS) if n.n_records} == {"I20": 1, "I24": 5}


def test_below_the_table_the_notations_of_the_holdings_lead_on() -> None:
    table = load_class_table()
    assert [(n.notation, n.n_records, n.name_zh) for n in table.children("I24", COUNTS)] == [
        ("I242", 3, ""),
        ("I247", 2, ""),
    ]
    assert [n.notation for n in table.children("I242", COUNTS)] == ["I242.4"]
    assert [n.notation for n in table.children("B84", COUNTS)] == ["B84-4"]
    assert not table.children("I242.4", COUNTS)
    node = table.node("I242.4", COUNTS)
    assert (node.n_records, node.has_children) == (3, False)
    assert table.path("I242.4") == ("I", "I2", "I24", "I242.4")


@pytest.mark.parametrize(
    ("call_number", "classes"),
    [
        ("I242.4/CXQ:2", (("clc", "I242.4"),)),
        ("TP312 W36", (("clc", "TP312"),)),
        ("895.1348 C2", (("ddc", "895.1348"),)),
        ("小说 12", ()),
        ("", ()),
    ],
)
def test_a_class_is_read_off_the_call_number_where_there_is_no_heading(call_number: str, classes: object) -> None:
    assert classes_of(BibliographicRecord("x", holdings=(Holding(call_number=call_number),))) == classes


def test_headings_come_before_call_numbers() -> None:
    record = BibliographicRecord("x", subjects=(Subject("K2", "clc"),), holdings=(Holding(call_number="I2/1"),))
    assert classes_of(record) == (("clc", "K2"),)
