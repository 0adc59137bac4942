"""What narrows a search besides its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from core.domain.records import RecordStatus

FacetName = Literal["language", "class", "decade", "subject", "location", "author", "cover", "draft"]
FACETS: tuple[FacetName, ...] = ("language", "class", "decade", "subject", "author", "location", "cover", "draft")
"""In the order in which they are shown."""
YES, NO = "yes", "no"
_TUPLES: dict[FacetName, str] = {
    "language": "languages",
    "class": "classes",
    "decade": "decades",
    "subject": "subject_terms",
    "location": "locations",
    "author": "names",
}


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Conditions that all must hold; within one tuple any value may hold. Unset ones (empty, None) admit everything.

    `authors`, `titles` and `subjects` are text filters: they are answered by the full text, with its script and pinyin
    variants. The others are exact. `languages` are ISO 639-2 codes; `isbn` may be written with hyphens and with 10 or
    13 digits; the years are inclusive and leave out records without a year.

    `languages`, `status`, `has_cover` and the tuples after it are facets: chosen by value, "" = records without any.
    `classes` are main classes: the first letter of a CLC notation, the hundred of a DDC one ("800"); `decades` the
    first year of each ("1990"); `subject_terms`, `names` and `locations` are as written in the records.
    """

    authors: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    languages: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    call_number_prefix: str = ""
    status: RecordStatus | None = None
    has_cover: bool | None = None
    classes: tuple[str, ...] = ()
    decades: tuple[str, ...] = ()
    subject_terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[tuple[FacetName, str], ...]:
        """The facets that are set, value by value, in the order of `FACETS`."""
        return tuple((name, value) for name in FACETS for value in self.of(name))

    @property
    def without_facets(self) -> SearchFilters:
        """The same with no facet chosen."""
        bare = self
        for name in FACETS:
            bare = bare.choosing(name)
        return bare

    def of(self, name: FacetName) -> tuple[str, ...]:
        """The chosen values of a facet."""
        if name == "cover":
            return () if self.has_cover is None else (YES if self.has_cover else NO,)
        if name == "draft":
            return () if self.status is None else (YES if self.status == "draft" else NO,)
        values: tuple[str, ...] = getattr(self, _TUPLES[name])
        return values

    def choosing(self, name: FacetName, *values: str) -> SearchFilters:
        """The same with these values of a facet and no others of it; of a yes-or-no facet the first counts."""
        if name == "cover":
            return replace(self, has_cover=values[0] == YES if values else None)
        if name == "draft":
            return replace(self, status=None if not values else "draft" if values[0] == YES else "confirmed")
        changes: dict[str, tuple[str, ...]] = {_TUPLES[name]: tuple(dict.fromkeys(values))}
        return replace(self, **changes)  # type: ignore[arg-type]

    def toggling(self, name: FacetName, value: str) -> SearchFilters:
        """The same with a value of a facet added, or taken away where it was chosen."""
        chosen = self.of(name)
        if value in chosen:
            return self.choosing(name, *(other for other in chosen if other != value))
        return self.choosing(name, value) if name in ("cover", "draft") else self.choosing(name, *chosen, value)

    @property
    def has_exact_filters(self) -> bool:
        """True when a filter is set that is not a text filter."""
        return bool(
            self.year_from is not None
            or self.year_to is not None
            or self.languages
            or self.isbn
            or self.call_number_prefix
            or self.status is not None
            or self.has_cover is not None
        )
