"""Searches kept under a name. Each change is one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet
from core.domain.saved_searches import SavedSearch, SavedSearchId
from core.errors import ConflictError, InvalidInputError

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.cover_store import CoverStore

LONGEST_NAME = 120


class SavedSearchService:
    """Saves, renames and forgets searches."""

    def __init__(self, catalogue: Catalogue, store: CoverStore, notify: Callable[[ChangeSet], None]) -> None:
        self._catalogue = catalogue
        self._store = store
        self._notify = notify

    def all(self) -> tuple[SavedSearch, ...]:
        """Every saved search, by name."""
        return self._catalogue.saved_searches()

    def save(self, search: SavedSearch, image_path: str | None = None) -> SavedSearch:
        """Keep a search; an image it asks with is copied into the library and found again by its hash.

        Raises:
            InvalidInputError: "saved_search.no_name", "saved_search.empty", or that the image cannot be read.
            ConflictError: "saved_search.name_taken".
        """
        named = replace(search, name=self._free_name(search.name))
        if image_path:
            named = replace(named, cover_sha256=self._keep_image(Path(image_path)))
        if not (named.text.strip() or named.cover_sha256 or named.filters.chosen):
            raise InvalidInputError("saved_search.empty")
        with self._catalogue.write("saved_search", named.name) as unit:
            stored = unit.save_search(named)
        self._notify(unit.changes)
        return stored

    def rename(self, search_id: SavedSearchId, name: str) -> SavedSearch:
        """Give a saved search another name. Raises as `save`, and ConflictError("saved_search.gone")."""
        search = self._one(search_id)
        renamed = replace(search, name=self._free_name(name, search))
        with self._catalogue.write("saved_search", renamed.name) as unit:
            unit.save_search(renamed)
        self._notify(unit.changes)
        return renamed

    def delete(self, search_id: SavedSearchId) -> ChangeSet:
        """Forget a saved search; undo brings it back with its example cover.

        Raises:
            ConflictError: "saved_search.gone".
        """
        search = self._one(search_id)
        with self._catalogue.write("saved_search", search.name) as unit:
            unit.forget_search(search)
        self._notify(unit.changes)
        return unit.changes

    def _one(self, search_id: SavedSearchId) -> SavedSearch:
        found = next((search for search in self.all() if search.id == search_id), None)
        if found is None:
            raise ConflictError("saved_search.gone")
        return found

    def _free_name(self, name: str, own: SavedSearch | None = None) -> str:
        clean = " ".join(name.split())[:LONGEST_NAME]
        if not clean:
            raise InvalidInputError("saved_search.no_name")
        if any(search.name == clean and (own is None or search.id != own.id) for search in self.all()):
            raise ConflictError("saved_search.name_taken", name=clean)
        return clean

    def _keep_image(self, path: Path) -> str:
        from core.imaging.decode import decode_file
        from core.imaging.thumbnails import make_thumbnail

        image = decode_file(path)
        if not self._store.original(image.sha256).is_file():
            self._store.put(image.sha256, path.read_bytes(), make_thumbnail(image.pixels))
        return image.sha256
