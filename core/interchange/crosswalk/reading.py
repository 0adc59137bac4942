"""A MARC record of either flavour → a bibliographic record."""

from __future__ import annotations

from core.domain.marc import MarcRecord
from core.domain.records import BibliographicRecord
from core.interchange.crosswalk import holdings, marc21_reading, unimarc_reading
from core.interchange.crosswalk.dates import year_of
from core.interchange.crosswalk.draft import Draft
from core.interchange.crosswalk.holdings import HoldingProfile
from core.interchange.crosswalk.linking import as_described

_HANDLERS = {"marc21": marc21_reading.HANDLERS, "unimarc": unimarc_reading.HANDLERS}
_HOLDING_TAGS = frozenset({"852", "905", "906", "952", "985", "995"})


def to_bibliographic(marc: MarcRecord, profile: HoldingProfile | None = None) -> BibliographicRecord:
    """What the record says, as far as a BibliographicRecord holds it.

    The title may be empty where the record has none. Where a field is given in two scripts (880), the original script
    is the title, the name, the place; the romanised title becomes a further title.

    Args:
        marc: The record, text decoded.
        profile: How its copies are written; None takes the built-in profile whose field the record has.
    """
    handlers = _HANDLERS[marc.flavour]
    draft = Draft()
    has_holdings = False
    has_linked = False
    for field in marc.fields:
        tag = field.tag
        if tag == "880":
            has_linked = True
            break
    if has_linked and marc.flavour == "marc21":
        fields = [field for field, _ in as_described(marc.fields)]
    else:
        fields = list(marc.fields)
    for field in fields:
        tag = field.tag
        handler = handlers.get(tag)
        if handler is not None:
            handler(draft, field)
        elif tag in _HOLDING_TAGS:
            has_holdings = True
    if not draft.title and draft.parallel:
        draft.title = draft.parallel.pop(0)
    if draft.year is None and draft.year_text:
        draft.year = year_of(draft.year_text)
    if profile is None and has_holdings:
        _, draft.holdings = holdings.profile_and_copies(marc)
    elif profile is not None:
        draft.holdings = holdings.holdings_of(marc.fields, profile)
    return draft.record()
