"""The words for scans and for what two descriptions are to each other."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def scan_name(path: str) -> str:
    """A scan's file name; a page of a PDF as people say it."""
    name = path.replace("\\", "/").rpartition("/")[2]
    file, mark, page = name.rpartition("#page=")
    if mark and page.isdigit():
        return QCoreApplication.translate("Wording", "{file}, page {n}").format(file=file, n=page)
    return name


def verdict(value: str) -> str:
    """What two descriptions are to each other."""
    return {
        "same_scan": QCoreApplication.translate("Wording", "Same scan"),
        "same_edition": QCoreApplication.translate("Wording", "Same edition"),
        "other_edition": QCoreApplication.translate("Wording", "Other edition"),
        "translation": QCoreApplication.translate("Wording", "Translation"),
        "different": QCoreApplication.translate("Wording", "Different"),
    }.get(value, value)


VERDICT_TOKENS = {
    "same_scan": "bad", "same_edition": "bad", "other_edition": "fair", "translation": "info", "different": "ink_soft",
}  # fmt: skip
