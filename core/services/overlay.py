"""What an imported record may change in the stored one, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.importing import BUILT_IN_PROFILES, OVERLAY_FIELDS, OverlayProfile
from core.domain.record_fields import differences
from core.domain.records import (
    BibliographicRecord,
    Contributor,
    Holding,
    Identifier,
    Subject,
)
from core.errors import InvalidInputError
from core.text.normalize import fold, to_simplified

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

__all__ = ["ProfileShelf", "differences", "overlay"]

_META_KEY = "overlay_profiles"
_LISTS = frozenset({"title_parallel", "contributors", "subjects", "identifiers"})
_PROSE = frozenset({"description", "note"})
_EMPTY: tuple[object, ...] = ("", (), None)
_CLASSES = frozenset({"clc", "ddc", "lcc", "udc", "nlm", "ncsclt", "casc"})


class ProfileShelf:
    """The overlay profiles of a library, kept in its catalogue beside the built-in ones."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def all(self) -> tuple[OverlayProfile, ...]:
        """Built-in profiles first, then the library's own by name."""
        return (*BUILT_IN_PROFILES, *self._own())

    def get(self, name: str) -> OverlayProfile:
        """The profile with this name.

        Raises:
            InvalidInputError: "overlay.unknown".
        """
        profiles = self.all()
        for profile in profiles:
            if profile.name == name:
                return profile
        raise InvalidInputError("overlay.unknown", name=name, known=", ".join(p.name for p in profiles))

    def save(self, profile: OverlayProfile) -> None:
        """Keep a profile under its name, in place of an older one.

        Raises:
            InvalidInputError: "overlay.bad_name" for an empty or built-in name, "overlay.unknown_field".
        """
        name = profile.name.strip()
        if not name or any(name == built_in.name for built_in in BUILT_IN_PROFILES):
            raise InvalidInputError("overlay.bad_name", name=name)
        for field in profile.policies:
            if field not in OVERLAY_FIELDS:
                raise InvalidInputError("overlay.unknown_field", field=field, known=", ".join(OVERLAY_FIELDS))
        kept = [own for own in self._own() if own.name != name]
        self._store([*kept, replace(profile, name=name)])

    def delete(self, name: str) -> None:
        """Forget a profile of the library's own; one that is not there is no error."""
        self._store([own for own in self._own() if own.name != name])

    def _own(self) -> tuple[OverlayProfile, ...]:
        stored = self._catalogue.get_meta(_META_KEY)
        if not stored:
            return ()
        return tuple(sorted(msgspec.json.decode(stored, type=list[OverlayProfile]), key=lambda p: p.name))

    def _store(self, profiles: Sequence[OverlayProfile]) -> None:
        self._catalogue.set_meta(_META_KEY, msgspec.json.encode(list(profiles)).decode())


def overlay(old: BibliographicRecord, new: BibliographicRecord, profile: OverlayProfile) -> BibliographicRecord:
    """The stored record as the profile lets the imported one change it.

    What the file leaves out stays, also class numbers of a scheme and numbers of a kind that it gives none of: many
    formats have no place for them. The external id is only filled in, never replaced: it is what the record is known
    by. Status, id and version are the catalogue's. No copy is ever taken away.
    """
    changes: dict[str, Any] = {}
    for name in OVERLAY_FIELDS:
        given = getattr(new, name)
        policy = profile.policy(name)
        if policy == "keep" or given in _EMPTY:
            continue
        stored = getattr(old, name)
        if name == "holdings" and not (policy == "fill" and stored):
            changes[name] = _with_copies(old.holdings, new.holdings, is_updating=policy == "replace")
        elif name != "holdings" and (stored in _EMPTY or policy == "replace"):
            changes[name] = _with_other_kinds(stored, given) if name in ("subjects", "identifiers") else given
        elif policy == "add" and name in _LISTS:
            changes[name] = _united(stored, given)
        elif policy == "add" and name in _PROSE and given not in stored:
            changes[name] = f"{stored}\n{given}"
    if not old.external_id and new.external_id:
        changes["external_id"] = new.external_id
    return replace(old, **changes)


def _with_other_kinds(stored: Sequence[Subject | Identifier], given: Sequence[Subject | Identifier]) -> tuple[Any, ...]:
    """What the file gives, and what is stored of kinds that it gives none of."""
    kinds = {_kind(each) for each in given}
    return (*given, *(each for each in stored if _kind(each) not in kinds))


def _kind(each: Subject | Identifier) -> str:
    return "heading" if isinstance(each, Subject) and each.scheme not in _CLASSES else each.scheme


def _with_copies(stored: Sequence[Holding], given: Sequence[Holding], *, is_updating: bool) -> tuple[Holding, ...]:
    """All stored copies in their order, brought up to date where the file knows them, then the new ones.

    A copy is known by its barcode, or without one by saying the same.
    """
    result = list(stored)
    free = set(range(len(result)))
    for copy in given:
        at = next(
            (
                i
                for i in sorted(free)
                if (result[i].barcode == copy.barcode if copy.barcode else replace(result[i], id=None) == copy)
            ),
            None,
        )
        if at is None:
            result.append(replace(copy, id=None))
            continue
        free.discard(at)
        if is_updating:
            result[at] = replace(copy, id=result[at].id)
    return tuple(result)


def _united(stored: tuple[Any, ...], given: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {_key(each) for each in stored}
    return (*stored, *(each for each in given if _key(each) not in known))


def _key(value: object) -> object:
    """What makes two entries of a list the same: 鲁迅 and 魯迅 are one person in one role."""
    if isinstance(value, Contributor):
        return _folded(value.name), value.role
    if isinstance(value, Subject):
        return _folded(value.term), value.scheme
    if isinstance(value, Identifier):
        return value.scheme, value.value
    return _folded(value) if isinstance(value, str) else value


def _folded(text: str) -> str:
    return fold(to_simplified(text))
