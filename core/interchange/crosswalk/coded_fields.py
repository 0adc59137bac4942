"""Coded data between MARC 21 and UNIMARC: the leader, 008 ↔ 100, 102, 105."""

from __future__ import annotations

import datetime
from typing import Final

from core.domain.marc import MarcField, MarcFlavour, MarcRecord
from core.domain.records import BibliographicRecord
from core.interchange.crosswalk import marc21_writing, tables, unimarc_writing
from core.interchange.crosswalk.coded_positions import Coded, books_to_marc21, books_to_unimarc
from core.interchange.crosswalk.losses import LostPart
from core.interchange.crosswalk.marc21_writing import made
from core.interchange.crosswalk.romanisation import CnmarcRules

_LANGUAGE_CODE: Final = 3
"""Letters of one."""

CODED: Final = {"marc21": ("006", "007", "008"), "unimarc": ("100", "102", "105", "106")}


def coded_fields(
    marc: MarcRecord,
    said: BibliographicRecord,
    to: MarcFlavour,
    rules: CnmarcRules | None,
    entered: datetime.date,
    lost: list[LostPart],
) -> list[MarcField]:
    """008 ↔ 100, 101, 102: date entered, type of date, dates, country; what else is coded is lost."""
    kinds: dict[str, str] = tables.conversion()["dates"]
    if to == "unimarc":
        old = marc.first("008")
        new = unimarc_writing.coded_field(said, entered, rules).first("a")
        if len(old) >= 18 and old[:6].isdigit():
            century = "19" if old[:2] > "68" else "20"
            new = f"{century}{old[:6]}{kinds.get(old[6], 'u')}{_digits(old[7:15])}{new[17:]}"
        books = books_to_unimarc(old[18:35]) if _is_book(marc) else Coded("", is_lost=bool(old[18:35].strip(" |0")))
        new = f"{new[:17]}{books.general or new[17:21]}{new[21:]}"
        if len(language := marc.first("040", "b").strip()) == _LANGUAGE_CODE:
            new = f"{new[:22]}{language}{new[25:]}"
        fields = [made("100", "  ", ("a", new)), *([made("105", "  ", ("a", books.books))] if books.books else [])]
        country = tables.countries().iso_of_marc21.get(old[15:18].strip())
        known = unimarc_writing.country_fields(said, rules)
        fields += known if known or not country else [made("102", "  ", ("a", country))]
        if not any(each.tag == "041" for each in marc.fields):
            fields += unimarc_writing.language_fields(said)
        if old[15:18].strip(" |") and not (known or country):
            lost.append(LostPart("008", "15-17", old[15:18]))
        lost += [LostPart("008", "18-34", old[18:35])] if books.is_lost else []
        lost += [LostPart(each.tag, "", each.value) for each in marc.tagged("006", "007")]
        return fields
    old = marc.first("100", "a")
    new = marc21_writing.coded_field(said, entered).value
    if len(old) >= 17 and old[:8].isdigit():
        kind = next((code for code, other in kinds.items() if other == old[8]), "n")
        new = f"{old[2:8]}{kind}{_digits(old[9:17])}{new[15:]}"
    country = tables.countries().marc21_of_iso.get(marc.first("102", "a").strip().upper())
    if country:
        new = f"{new[:15]}{country:<3}{new[18:]}"
    countries = [each for field in marc.tagged("102") for each in field.all("a")]
    lost += [LostPart("102", "a", each) for each in countries[1 if country else 0 :]]
    lost += [LostPart("102", "b", each) for field in marc.tagged("102") for each in field.all("b")]
    general, coded = old[17:21], marc.first("105", "a")
    if _is_book(marc) and (general.strip(" |") or coded):
        books = books_to_marc21(general, coded)
        new = f"{new[:18]}{books.books}{new[35:]}"
    else:
        books = Coded("", is_lost=bool(coded.strip(" |0yz")), is_general_lost=bool(general.strip(" |uy")))
    if books.is_general_lost or old[21:22] == "1":
        lost.append(LostPart("100", "17-21", old[17:22]))
    lost += [LostPart("105", "a", coded)] if books.is_lost else []
    lost += [LostPart("105", "a", each.first("a")) for each in list(marc.tagged("105"))[1:]]
    lost += [LostPart(each.tag, "a", each.first("a")) for each in marc.tagged("106") if each.first("a").strip(" |rz")]
    return [MarcField("008", new)]


def _is_book(marc: MarcRecord) -> bool:
    """Language material that is no serial: only there do these positions mean what both flavours say of books."""
    return marc.leader[6:7] in "at" and marc.leader[7:8] in "acdm"


def _digits(dates: str) -> str:
    """Two dates as the other flavour has them: digits and blanks, "u" for a digit that is not known."""
    return "".join(char if char.isdigit() or char == " " else "u" for char in f"{dates:<8}"[:8])


def leader_of(marc: MarcRecord, said: BibliographicRecord, to: MarcFlavour) -> str:
    types: dict[str, str] = tables.conversion()["types"]
    levels: dict[str, str] = tables.conversion()["levels"]
    old = f"{marc.leader:<24}"
    if to == "unimarc":
        fresh = unimarc_writing.leader(said)
        return fresh[:5] + old[5] + types.get(old[6], old[6]) + levels.get(old[7], old[7]) + fresh[8:]
    fresh = marc21_writing.leader(said)
    back = {"b": "t", "l": "m", "m": "o"}
    status = old[5] if old[5] in "acdnp" else "c" if old[5] == "o" else "n"
    return fresh[:5] + status + back.get(old[6], old[6]) + old[7] + fresh[8:]
