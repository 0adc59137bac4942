"""A bibliographic record → a whole MARC record of either flavour, and what of a record a flavour can hold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from core.domain.marc import MarcField, MarcFlavour, MarcRecord
from core.domain.records import BibliographicRecord, Identifier
from core.interchange.crosswalk import holdings, marc21_writing, tables, unimarc_writing
from core.interchange.crosswalk.holdings import HoldingProfile
from core.interchange.crosswalk.marc21_writing import made
from core.interchange.crosswalk.roles import role_of
from core.interchange.crosswalk.romanisation import CnmarcRules, with_pinyin
from core.text.normalize import has_han

_IDENTIFIER_ORDER = ("isbn", "issn", "external", "control")


def from_bibliographic(
    record: BibliographicRecord,
    flavour: MarcFlavour,
    rules: CnmarcRules | None = None,
    profile: HoldingProfile | None = None,
    agency: str = "",
    entered: datetime.date | None = None,
) -> MarcRecord:
    """A valid record that says what the bibliographic record says.

    Args:
        record: What to write. Its id, version and status have no place in MARC.
        flavour: MARC 21 or UNIMARC.
        rules: For CNMARC, whose practice; see `unimarc_writing`. None writes plain UNIMARC, and is right for MARC 21.
        profile: How copies are written; None takes 852 or 905.
        agency: Code of the cataloguing agency (040, 801); "" leaves it out.
        entered: Date of the record in 008 and 100; None takes today.
    """
    entered = entered or datetime.datetime.now(tz=datetime.UTC).date()
    profile = profile or holdings.default_profile(flavour)
    if flavour == "marc21":
        fields = _marc21_fields(record, agency, entered)
        leader = marc21_writing.leader(record)
    else:
        fields = _unimarc_fields(record, rules, agency, entered)
        leader = unimarc_writing.leader(record)
        if rules:
            fields = [with_pinyin(field, rules) for field in fields]
    return MarcRecord(flavour, leader, (*fields, *holdings.holding_fields(record.holdings, profile)))


def _marc21_fields(record: BibliographicRecord, agency: str, entered: datetime.date) -> list[MarcField]:
    write = marc21_writing
    agents = write.agent_fields(record.contributors)
    main = agents[:1] if agents and agents[0].tag < "200" else []
    return [
        *write.control_fields(record),
        write.coded_field(record, entered),
        *write.identifier_fields(record.identifiers),
        *([made("040", "  ", ("a", agency), ("c", agency))] if agency else []),
        *write.class_fields(record.subjects),
        *main,
        write.title_field(record),
        *write.other_title_fields(record.title_parallel),
        *write.edition_fields(record.edition),
        *write.publication_fields(record),
        *write.extent_fields(record.extent),
        *write.series_fields(record.series),
        *write.note_fields(record.note),
        *write.description_fields(record.description),
        *write.heading_fields(record.subjects),
        *agents[len(main) :],
    ]


def _unimarc_fields(
    record: BibliographicRecord, rules: CnmarcRules | None, agency: str, entered: datetime.date
) -> list[MarcField]:
    write = unimarc_writing
    return [
        *write.control_fields(record),
        *write.identifier_fields(record.identifiers),
        write.coded_field(record, entered, rules),
        *write.language_fields(record),
        *write.country_fields(record, rules),
        *([made("106", "  ", ("a", "r"))] if rules else []),
        write.title_field(record, rules),
        *write.edition_fields(record.edition),
        *write.publication_fields(record),
        *write.extent_fields(record.extent),
        *write.series_fields(record.series),
        *write.note_fields(record.note),
        *write.description_fields(record.description),
        *write.other_title_fields(record.title_parallel, record.title),
        *write.heading_fields(record.subjects),
        *write.class_fields(record.subjects),
        *write.agent_fields(record.contributors, rules, in_chinese=has_han(record.title)),
        *write.origin_fields(agency, entered),
    ]


def held_part(record: BibliographicRecord, flavour: MarcFlavour) -> BibliographicRecord:
    """What of a record comes back when it is written as MARC and read again.

    Without id, version and status; holdings without ids; headings before class numbers and numbers by kind; years of
    the common era and three-letter languages only; no empty lines in notes.
    """
    classes = tables.schemes().classes
    return replace(
        record,
        id=None,
        version=0,
        status="confirmed",
        title_parallel=tuple(each for each in dict.fromkeys(record.title_parallel) if each != record.title),
        contributors=tuple(dict.fromkeys(replace(each, role=role_of(each.role)) for each in record.contributors)),
        language=record.language if len(record.language) == 3 and record.language.isalpha() else "",
        description=_lines(record.description),
        subjects=tuple(sorted(dict.fromkeys(record.subjects), key=lambda each: each.scheme in classes)),
        year=record.year if record.year is not None and 0 < record.year < 9999 else None,
        note=_lines(record.note),
        identifiers=_sorted(record.identifiers),
        holdings=tuple(replace(each, id=None) for each in record.holdings),
    )


def _lines(text: str) -> str:
    return "\n".join(line for each in text.split("\n") if (line := each.strip()))


def _sorted(identifiers: Sequence[Identifier]) -> tuple[Identifier, ...]:
    return tuple(sorted(dict.fromkeys(identifiers), key=lambda each: _IDENTIFIER_ORDER.index(each.scheme)))
