"""Telling MARC 21 from UNIMARC (and CNMARC, its Chinese edition) by a record's tags."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from core.domain.marc import MarcFlavour, MarcRecord

_CODED_LENGTH: Final = 9
# Field → what it says, above 0 for UNIMARC. A title in 200 or 245 outweighs what local practice may put elsewhere.
_VOTES: Final = {
    "200": 4, "210": 2, "215": 2, "225": 1, "101": 1, "102": 2, "105": 1, "106": 1, "205": 1, "606": 1, "607": 1,
    "690": 1, "701": 2, "702": 1, "711": 1, "712": 1, "801": 3, "905": 1, "011": 1, "092": 1, "461": 1, "454": 1,
    "245": -4, "260": -2, "264": -2, "300": 0, "008": -3, "020": -1, "022": -1, "040": -2, "050": -1, "082": -1,
    "006": -1, "007": -1, "240": -1, "246": -1, "250": -1, "336": -2, "337": -2, "338": -2, "650": -1, "651": -1,
    "655": -1, "856": 0, "880": -2,
}  # fmt: skip


_VOTING = frozenset(_VOTES)


def detect_flavour(leader: str, tags: Collection[str], coded_100: bool = False) -> MarcFlavour:
    """The flavour of a record.

    Args:
        leader: Its 24 characters.
        tags: Its tags.
        coded_100: Field 100 begins with the eight digits of a date, as UNIMARC's coded field does; MARC 21 has a name
            there.
    """
    votes = float(sum([_VOTES[tag] for tag in _VOTING.intersection(tags)]))
    if "100" in tags:
        votes += 4 if coded_100 else -1
    ending = leader[20:24]
    if ending == "4500":
        votes -= 0.5
    elif ending.startswith("450"):
        votes += 0.5
    if leader[8:9] in ("0", "1", "2"):
        votes += 0.4
    return "unimarc" if votes > 0 else "marc21"


def flavour_of_record(record: MarcRecord) -> MarcFlavour:
    """The flavour of a record already decoded, whatever it is marked as."""
    coded = record.first("100", "a")
    return detect_flavour(
        record.leader, {each.tag for each in record.fields}, len(coded) >= _CODED_LENGTH and coded[:4].isdigit()
    )
