"""What narrows a search besides its words."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.records import RecordStatus


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Conditions that all must hold; within one tuple any value may hold. Unset ones (empty, None) admit everything.

    `authors`, `titles` and `subjects` are text filters: they are answered by the full text, with its script and pinyin
    variants. The others are exact. `languages` are ISO 639-2 codes; `isbn` may be written with hyphens and with 10 or
    13 digits; the years are inclusive and leave out records without a year.
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
