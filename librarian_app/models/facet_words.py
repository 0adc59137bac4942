"""The facets of a list in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from librarian_app.wording import draft_word, field, labelled, language_name


def facet(value: str) -> str:
    """The name of a facet."""
    return {
        "class": QCoreApplication.translate("Wording", "Class"),
        "decade": QCoreApplication.translate("Wording", "Year"),
        "subject": QCoreApplication.translate("Wording", "Subject"),
        "location": QCoreApplication.translate("Wording", "Location"),
        "draft": QCoreApplication.translate("Wording", "State"),
    }.get(value) or field(value)


def facet_value(name: str, value: str) -> str:
    """A value of a facet as a person reads it."""
    if name == "cover":
        with_cover = QCoreApplication.translate("Wording", "With a cover")
        return with_cover if value == "yes" else QCoreApplication.translate("Wording", "Without a cover")
    if name == "draft":
        return draft_word() if value == "yes" else QCoreApplication.translate("Wording", "Confirmed")
    if not value:
        return {
            "language": QCoreApplication.translate("Wording", "Language unknown"),
            "class": QCoreApplication.translate("Wording", "Without a class"),
            "decade": QCoreApplication.translate("Wording", "Without a year"),
            "subject": QCoreApplication.translate("Wording", "Without a subject"),
            "author": QCoreApplication.translate("Wording", "Without an author"),
            "location": QCoreApplication.translate("Wording", "Without a location"),
        }.get(name, "–")
    if name == "language":
        return language_name(value)
    if name == "decade":
        return QCoreApplication.translate("Wording", "{year}s").format(year=value)
    if name == "class":
        return f"{value} {main_class(value)}".strip()
    return value


def chosen(name: str, value: str) -> str:
    """A chosen value with its facet, as chips and sentences say it."""
    return labelled(facet(name), facet_value(name, value))


def main_class(value: str) -> str:
    """What a main class stands for: a letter of CLC (中图法) or a hundred of DDC."""
    return {
        "A": QCoreApplication.translate("Wording", "Marxism, Mao Zedong Thought"),
        "B": QCoreApplication.translate("Wording", "Philosophy, religion"),
        "C": QCoreApplication.translate("Wording", "Social sciences"),
        "D": QCoreApplication.translate("Wording", "Politics, law"),
        "E": QCoreApplication.translate("Wording", "Military science"),
        "F": QCoreApplication.translate("Wording", "Economics"),
        "G": QCoreApplication.translate("Wording", "Culture, education, sport"),
        "H": QCoreApplication.translate("Wording", "Languages"),
        "I": QCoreApplication.translate("Wording", "Literature"),
        "J": QCoreApplication.translate("Wording", "Art"),
        "K": QCoreApplication.translate("Wording", "History, geography"),
        "N": QCoreApplication.translate("Wording", "Natural sciences"),
        "O": QCoreApplication.translate("Wording", "Mathematics, physics, chemistry"),
        "P": QCoreApplication.translate("Wording", "Astronomy, earth sciences"),
        "Q": QCoreApplication.translate("Wording", "Biology"),
        "R": QCoreApplication.translate("Wording", "Medicine"),
        "S": QCoreApplication.translate("Wording", "Agriculture"),
        "T": QCoreApplication.translate("Wording", "Industrial technology"),
        "U": QCoreApplication.translate("Wording", "Transport"),
        "V": QCoreApplication.translate("Wording", "Aviation, space"),
        "X": QCoreApplication.translate("Wording", "Environment, safety"),
        "Z": QCoreApplication.translate("Wording", "General works"),
        "000": QCoreApplication.translate("Wording", "Computing, general works"),
        "100": QCoreApplication.translate("Wording", "Philosophy, psychology"),
        "200": QCoreApplication.translate("Wording", "Religion"),
        "300": QCoreApplication.translate("Wording", "Social sciences"),
        "400": QCoreApplication.translate("Wording", "Languages"),
        "500": QCoreApplication.translate("Wording", "Science"),
        "600": QCoreApplication.translate("Wording", "Technology"),
        "700": QCoreApplication.translate("Wording", "Arts, recreation"),
        "800": QCoreApplication.translate("Wording", "Literature"),
        "900": QCoreApplication.translate("Wording", "History, geography"),
    }.get(value, "")
