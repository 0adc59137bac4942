"""Holdings in local fields: profiles say in which subfields a library or vendor keeps barcode, call number, place."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, cast, get_args

from core import paths
from core.domain.item_states import is_code
from core.domain.marc import MarcField, MarcFlavour, MarcRecord, Subfield
from core.domain.records import HOLDING_STATUSES, Holding
from core.errors import HostFaultError, InvalidInputError
from core.files import write_atomically
from core.interchange.crosswalk.draft import line

PARTS: Final = ("barcode", "call_number", "location", "note", "status")
_DEFAULTS: Final[Mapping[MarcFlavour, str]] = {"marc21": "852", "unimarc": "905"}
_RANGE = re.compile(r"(\D*)(\d+)[-~—](\d+)", re.ASCII)
_LONGEST_RANGE = 500
_PATTERN = re.compile(r"[0-9A-Za-z](?:[^0-9A-Za-z][0-9A-Za-z])*", re.ASCII)
_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.][^\\/:*?\"<>|\x00-\x1f]{0,79}")


@dataclass(frozen=True, slots=True)
class HoldingProfile:
    """How one library or vendor writes its copies.

    `read` and `write` map the parts of a Holding (`PARTS`) to patterns, tried in order. A pattern is subfield codes
    with the separators between them: ``"d/e"`` reads $dI242.4$e21 as I242.4/21, and writes it so. `statuses` maps what
    the status subfield holds to the code of a state; a key may name its subfield (``"1:1"``). `locations` maps codes of
    places to their names. With `barcode_ranges`, ``20295403-5408`` stands for six copies. `call_number_from` is another
    field that holds the call number for all copies.
    """

    name: str
    tag: str
    flavour: MarcFlavour | None = None
    indicators: tuple[str, str] = (" ", " ")
    read: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    write: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    locations: Mapping[str, str] = field(default_factory=dict)
    barcode_ranges: bool = False
    call_number_from: str = ""

    def barcodes(self, text: str) -> list[str]:
        """The numbers that a barcode subfield stands for."""
        return _range(line(text)) if self.barcode_ranges else [line(text)]

    def state(self, code: str, text: str) -> str | None:
        """The state that a subfield of the copies' field names; None where it names none."""
        key = text.strip().lower()
        known = {name.lower(): status for name, status in self.statuses.items()}
        return known.get(f"{code}:{key}") or known.get(key)


def profile_of_table(table: Mapping[str, Any], file: str) -> HoldingProfile:
    """A profile from a parsed TOML or JSON object.

    Raises:
        InvalidInputError: "profile.invalid" with the file and the key that is missing or wrong.
    """

    def text(key: str, fallback: str) -> str:
        value = table.get(key, fallback)
        if not isinstance(value, str):
            raise InvalidInputError("profile.invalid", file=file, key=key)
        return value

    def texts(key: str) -> dict[str, str]:
        value = table.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise InvalidInputError("profile.invalid", file=file, key=key)
        return dict(value)

    def patterns(key: str) -> dict[str, tuple[str, ...]]:
        value = table.get(key, {})
        if not isinstance(value, dict) or not set(value) <= set(PARTS):
            raise InvalidInputError("profile.invalid", file=file, key=key)
        for part, given in value.items():
            if not isinstance(given, list) or not all(isinstance(p, str) and _PATTERN.fullmatch(p) for p in given):
                raise InvalidInputError("profile.invalid", file=file, key=f"{key}.{part}")
        return {part: tuple(given) for part, given in value.items()}

    tag, flavour, indicators = text("tag", ""), text("flavour", ""), table.get("indicators", [" ", " "])
    if not re.fullmatch(r"[0-9A-Z]{3}", tag) or tag < "010":
        raise InvalidInputError("profile.invalid", file=file, key="tag")
    if flavour not in ("", *get_args(MarcFlavour)):
        raise InvalidInputError("profile.invalid", file=file, key="flavour")
    if not (isinstance(indicators, list) and [len(str(each)) for each in indicators] == [1, 1]):
        raise InvalidInputError("profile.invalid", file=file, key="indicators")
    reading = patterns("read")
    statuses = texts("statuses")
    if not reading:
        raise InvalidInputError("profile.invalid", file=file, key="read")
    if not all(map(is_code, statuses.values())):
        raise InvalidInputError("profile.invalid", file=file, key="statuses")
    return HoldingProfile(
        name=text("name", tag),
        tag=tag,
        flavour=cast("MarcFlavour", flavour) if flavour else None,
        indicators=(str(indicators[0]), str(indicators[1])),
        read=reading,
        write=patterns("write") or reading,
        statuses=statuses,
        locations=texts("locations"),
        barcode_ranges=table.get("barcode_ranges") is True,
        call_number_from=text("call_number_from", ""),
    )


@cache
def built_in_profiles() -> Mapping[str, HoldingProfile]:
    """The profiles that ship with the program, by name (the tag)."""
    folder = paths.resources_dir() / "marc" / "holdings"
    return {profile.name: profile for profile in map(_read_profile, sorted(folder.glob("*.toml")))}


def load_profiles(folder: Path) -> dict[str, HoldingProfile]:
    """The built-in profiles and those a library keeps in `folder` (*.toml, *.json), which win by name.

    Raises:
        InvalidInputError: "profile.invalid" with the file.
        HostFaultError: "file.unreadable".
    """
    files = sorted(each for each in folder.glob("*") if each.suffix in (".toml", ".json")) if folder.is_dir() else []
    own = [_read_profile(each) for each in files]
    return {**built_in_profiles(), **{profile.name: profile for profile in own}}


def load_profile(path: Path) -> HoldingProfile:
    """One profile from a TOML file.

    Raises:
        InvalidInputError: "profile.invalid" with the file.
        HostFaultError: "file.unreadable".
    """
    return _read_profile(path)


def save_profile(profile: HoldingProfile, folder: Path) -> Path:
    """Write a profile into a library's folder, under its name; one of the same name is replaced.

    Raises:
        InvalidInputError: "profile.invalid" for a name that is no file name.
        HostFaultError: "file.unwritable".
    """
    if not _NAME.fullmatch(profile.name):
        raise InvalidInputError("profile.invalid", file=profile.name, key="name")
    path = folder / f"{profile.name}.toml"
    write_atomically(path, _toml(profile).encode("utf-8"))
    return path


def _read_profile(path: Path) -> HoldingProfile:
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc
    except ValueError as exc:  # wrong TOML, JSON or UTF-8
        raise InvalidInputError("profile.invalid", file=path, key=str(exc)) from exc
    if not isinstance(table, dict):
        raise InvalidInputError("profile.invalid", file=path, key="read")
    return profile_of_table(table, str(path))


def _toml(profile: HoldingProfile) -> str:
    def quoted(text: str) -> str:
        escaped = "".join(f"\\u{ord(c):04x}" if c < " " or c == "\x7f" else f"\\{c}" if c in '"\\' else c for c in text)
        return f'"{escaped}"'

    def listed(values: Iterable[str]) -> str:
        return f"[{', '.join(map(quoted, values))}]"

    lines = [f"name = {quoted(profile.name)}", f"tag = {quoted(profile.tag)}"]
    lines += [f"flavour = {quoted(profile.flavour)}"] if profile.flavour else []
    lines += [f"indicators = {listed(profile.indicators)}"]
    lines += ["barcode_ranges = true"] if profile.barcode_ranges else []
    lines += [f"call_number_from = {quoted(profile.call_number_from)}"] if profile.call_number_from else []
    for heading, patterns in (("read", profile.read), ("write", profile.write)):
        lines += ["", f"[{heading}]", *(f"{part} = {listed(each)}" for part, each in patterns.items())]
    for heading, values in (("statuses", profile.statuses), ("locations", profile.locations)):
        if values:
            lines += ["", f"[{heading}]", *(f"{quoted(key)} = {quoted(value)}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


@cache
def _candidates(flavour: MarcFlavour) -> tuple[HoldingProfile, ...]:
    known = built_in_profiles()
    order = ("952", "852", "985", "905") if flavour == "marc21" else ("985", "906", "995", "905", "852")
    return tuple(known[name] for name in order)


def default_profile(flavour: MarcFlavour) -> HoldingProfile:
    """The profile that is written where none is chosen: 852 in MARC 21, 905 in CNMARC."""
    return built_in_profiles()[_DEFAULTS[flavour]]


def profile_for(marc: MarcRecord) -> HoldingProfile | None:
    """The built-in profile whose field the record has and gives a copy, the more detailed field first."""
    return profile_and_copies(marc)[0]


def profile_and_copies(marc: MarcRecord) -> tuple[HoldingProfile | None, list[Holding]]:
    """`profile_for`, and the copies it gives."""
    tags = {each.tag for each in marc.fields}
    for profile in _candidates(marc.flavour):
        if profile.tag not in tags:
            continue
        if profile.flavour != marc.flavour and profile.call_number_from and profile.call_number_from not in tags:
            continue  # 985 of MARC 21 is anything; beside 905 it came from CNMARC
        copies = holdings_of(marc.fields, profile)
        # Others use the same local tags for other things (the Library of Congress its 906); copies have numbers.
        is_sure = profile.tag == "852" or (profile.flavour == marc.flavour and not profile.call_number_from)
        if copies and (is_sure or any(each.barcode for each in copies)):
            return profile, copies
    return None, []


def profile_of_copies(
    marc: MarcRecord, copies: Sequence[Holding], known: Iterable[HoldingProfile]
) -> HoldingProfile | None:
    """The profile by which a record's copies were once read in its source.

    The built-in one that `profile_for` finds, unless one of `known` reads there more of the copies that the record
    has: a library's own profile for a vendor need not be named again when its records are written.
    """
    usual, read = profile_and_copies(marc)
    wanted = [replace(each, id=None) for each in copies]
    if read == wanted or not wanted:
        return usual
    tags = {each.tag for each in marc.fields}
    best, most = usual, _in_common(read, wanted)
    for profile in known:
        if profile.tag in tags and profile.flavour in (None, marc.flavour):
            n_common = _in_common(holdings_of(marc.fields, profile), wanted)
            if n_common > most:
                best, most = profile, n_common
    return best


def _in_common(read: Sequence[Holding], wanted: Sequence[Holding]) -> int:
    """How much of the copies was read; a copy with another state or place is still known by its barcode."""
    barcodes = {each.barcode for each in wanted if each.barcode}
    return sum((each in wanted) + (each.barcode in barcodes) for each in read)


def holdings_of(fields: Sequence[MarcField], profile: HoldingProfile) -> list[Holding]:
    """The copies that the fields of the profile describe, in their order."""
    found: list[Holding] = []
    shared = ""
    if profile.call_number_from:
        elsewhere = default_profile("unimarc")
        for each in fields:
            if each.tag == profile.call_number_from and not shared:
                shared = _part(_grouped(each, ()), elsewhere.read["call_number"])
    for each in fields:
        if each.tag == profile.tag:
            for group in _groups(each, profile):
                found += _copies(group, profile, shared)
    return found


_Group = dict[str, list[str]]


def _grouped(marc_field: MarcField, _: tuple[()]) -> _Group:
    group: _Group = {}
    for each in marc_field.subfields:
        group.setdefault(each.code, []).append(each.value)
    return group


def _groups(marc_field: MarcField, profile: HoldingProfile) -> list[_Group]:
    """The field's subfields by copy. A barcode, or all parts, may be repeated; a single call number counts for each."""
    barcode_codes = {pattern[0] for pattern in profile.read.get("barcode", ())}
    groups: list[_Group] = [{}]
    total: dict[str, int] = {}
    n_barcodes = sum(each.code in barcode_codes for each in marc_field.subfields)
    if n_barcodes < 2:
        return [_grouped(marc_field, ())]
    for each in marc_field.subfields:
        total[each.code] = total.get(each.code, 0) + 1
        # Whatever begins to repeat begins the next copy.
        if each.code in groups[-1] and (each.code in barcode_codes or groups[-1].keys() & barcode_codes):
            groups.append({})
        groups[-1].setdefault(each.code, []).append(each.value)
    common = {
        code
        for part in ("call_number", "location")
        for pattern in profile.read.get(part, ())
        for code in pattern[::2]
        if total.get(code) == 1
    }
    values = {code: given for group in groups for code, given in group.items() if code in common}
    return [group | values for group in groups]


def _copies(group: _Group, profile: HoldingProfile, shared: str) -> list[Holding]:
    call_number = _part(group, profile.read.get("call_number", ())) or shared
    location = _part(group, profile.read.get("location", ()))
    status, status_values = _status(group, profile)
    notes = [
        text
        for pattern in profile.read.get("note", ())
        for code in pattern[::2]
        for value in group.get(code, ())
        if (text := line(value))
    ]
    notes += [text for value in status_values if (text := line(value)) and text not in notes]
    barcode = _part(group, profile.read.get("barcode", ()))
    barcodes = profile.barcodes(barcode)
    if not (barcode or call_number or location or notes):
        return []
    return [
        Holding(
            barcode=each,
            call_number=call_number,
            location=profile.locations.get(location, location),
            status=status,
            note="; ".join(notes),
        )
        for each in barcodes
    ]


def _part(group: _Group, patterns: Sequence[str]) -> str:
    """The text under the first pattern that gives one."""
    for pattern in patterns:
        text = ""
        for place in range(0, len(pattern), 2):
            for value in group.get(pattern[place], ()):
                if value := line(value):
                    text += (pattern[place - 1] if text and place else " " if text else "") + value
        if text:
            return text
    return ""


def _status(group: _Group, profile: HoldingProfile) -> tuple[str, list[str]]:
    """The status, and the values of its subfields that are none."""
    found, others = "", []
    for pattern in profile.read.get("status", ()):
        for code in pattern[::2]:
            for value in group.get(code, ()):
                known = profile.state(code, value)
                if known is None:
                    others.append(value)
                elif known != "available" or not found:
                    found = known if found in ("", "available") else found
    return found or "available", others


def _range(barcode: str) -> list[str]:
    """Each number of "20295403-5408" (the end may leave out the digits in common); else the text itself."""
    parts = _RANGE.fullmatch(barcode)
    if not parts or len(parts[3]) > len(parts[2]):
        return [barcode]
    prefix, first, last = parts.groups()
    start, end = int(first), int(first[: len(first) - len(last)] + last)
    if not 0 < end - start < _LONGEST_RANGE:
        return [barcode]
    return [f"{prefix}{number:0{len(first)}}" for number in range(start, end + 1)]


def one_field_each(marc_field: MarcField, profile: HoldingProfile) -> list[MarcField]:
    """A field that holds several copies, taken apart into one for each, with all that it says of that copy."""
    barcode_codes = {pattern[0] for pattern in profile.read.get("barcode", ())}
    fields = []
    for group in _groups(marc_field, profile):
        for copy in _copies(group, profile, ""):
            subfields = (
                Subfield(code, copy.barcode if code in barcode_codes else value)
                for code, values in group.items()
                for value in values
            )
            fields.append(MarcField(marc_field.tag, "", marc_field.indicators, tuple(subfields)))
    return fields


def holding_fields(holdings: Iterable[Holding], profile: HoldingProfile) -> list[MarcField]:
    """One field for each copy."""
    return [_holding_field(holding, profile) for holding in holdings]


def _holding_field(holding: Holding, profile: HoldingProfile) -> MarcField:
    codes = {name: code for code, name in reversed(list(profile.locations.items()))}
    made: list[Subfield] = []
    for part, value in (
        ("location", codes.get(holding.location, holding.location)),
        ("barcode", holding.barcode),
        ("call_number", holding.call_number),
        ("note", holding.note),
    ):
        if value := line(value):
            made += _written(value, profile.write.get(part, ()))
    if holding.status != "available" and profile.write.get("status"):
        code = profile.write["status"][0][0]
        keys = [key for key, status in profile.statuses.items() if status == holding.status]
        fitting = [key for key in keys if ":" not in key or key[1] != ":" or key[0] == code]
        if fitting:
            key = fitting[0]
            made.append(Subfield(code, key[2:] if key[1:2] == ":" else key))
        elif holding.status not in HOLDING_STATUSES:
            made.append(Subfield(code, holding.status))  # of a library's own; an import there knows the code
    return MarcField(profile.tag, "", profile.indicators, tuple(made))


def _written(value: str, patterns: Sequence[str]) -> list[Subfield]:
    """The value cut up as the first pattern says whose separators occur in it; whole where none does."""
    for pattern in patterns:
        if len(pattern) == 1:
            return [Subfield(pattern, value)]
        pieces: list[str] = []
        rest = value
        for separator in pattern[1::2]:
            piece, found, rest = rest.partition(separator)
            if not found or piece != piece.strip() or not piece:
                break
            pieces.append(piece)
        else:
            if rest and rest == rest.strip():
                return [Subfield(code, text) for code, text in zip(pattern[::2], [*pieces, rest], strict=True)]
    return [Subfield(patterns[0][0], value)] if patterns else []
