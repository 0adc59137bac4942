"""The pictures of a collection as every system sees them: laid straight, reduced, and read once.

Reading a cover takes about 0.7 s, and the same pictures are wanted by many systems, in many runs. So what was found on
a picture is kept in a folder under the SHA-256 of its file and the name of the engine.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from core.domain.scans import OcrPage
from core.errors import HostFaultError, InvalidInputError, LibrarianError
from core.files import complete_file
from core.paths import cache_dir
from core.protocols import JobContext, OcrEngine, PageImage, Pixels

LONGEST_SIDE_PX = 448
"""Pictures are kept at this size: the visual towers look at 224 to 384 px, and a thousand pictures stay below 1 GB."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover, straight. `pixels`: longest side `LONGEST_SIDE_PX`. `sha256` names this view of this file in caches."""

    pixels: Pixels
    sha256: str


class _Reading(msgspec.Struct, frozen=True):
    """What is kept of a picture: outline of the cover (four corners in pixels of the decoded image), and its words."""

    quad: list[tuple[float, float]] | None
    page: OcrPage


class PictureReader:
    """Reads picture files.

    Args:
        ocr: Reads the words; asked only for pictures that are not in the folder.
        folder: Where readings are kept; None = the user's cache.
    """

    def __init__(self, ocr: OcrEngine, folder: Path | None = None) -> None:
        self._ocr = ocr
        self._folder = folder or cache_dir() / "ocr-pages"
        self._pictures: dict[Path, Picture] = {}
        self._pages: dict[Path, OcrPage] = {}

    def picture(self, path: Path) -> Picture:
        """The cover on a picture: cut out and laid straight where its outline is clear.

        Raises:
            InvalidInputError, HostFaultError: The file cannot be read or is no image (``image.…``).
        """
        if path not in self._pictures:
            from core.imaging.decode import decode_file

            image = decode_file(path)
            known = self._load(image)
            quad = _outline(image) if known is None else known.quad
            self._keep(path, image, quad)
        return self._pictures[path]

    def page(self, path: Path) -> OcrPage:
        """The words on a picture, in pixels of the straight cover. Raises as `picture`."""
        if path not in self._pages:
            from core.imaging.decode import decode_file

            image = decode_file(path)
            reading = self._load(image)
            if reading is None:
                quad = _outline(image)
                page = self._ocr.recognise(replace(image, pixels=_straight(image, quad), full_pixels=None))
                reading = _Reading(quad, page)
                self._store(image, reading)
            self._keep(path, image, reading.quad)
            self._pages[path] = reading.page
        return self._pages[path]

    def read_all(self, paths: Iterable[Path], ctx: JobContext) -> None:
        """Read pictures ahead; one that cannot be read is passed over here and named when it is asked for."""
        wanted = list(dict.fromkeys(paths))
        for done, path in enumerate(wanted, start=1):
            try:
                self.page(path)
            except InvalidInputError as exc:
                _LOG.warning("%s is passed over: %s", path.name, exc.message_id)
            ctx.report(done, len(wanted), "evaluate.reading")

    def _keep(self, path: Path, image: PageImage, quad: Sequence[tuple[float, float]] | None) -> None:
        from core.imaging.features import at_longest_side

        view = "" if quad is None else "-straight"
        small = at_longest_side(_straight(image, quad), LONGEST_SIDE_PX)
        self._pictures[path] = Picture(small, f"{image.sha256}{view}-{LONGEST_SIDE_PX}")

    def _file(self, image: PageImage) -> Path:
        return self._folder / image.sha256[:2] / f"{image.sha256}-{self._ocr.name}.json"

    def _load(self, image: PageImage) -> _Reading | None:
        file = self._file(image)
        try:
            return msgspec.json.decode(file.read_bytes(), type=_Reading)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as exc:  # ValidationError is a DecodeError
            _LOG.warning("%s is read again: %s", file.name, exc)
            return None

    def _store(self, image: PageImage, reading: _Reading) -> None:
        file = self._file(image)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with complete_file(file) as target:
                target.write(msgspec.json.encode(reading))
        except (OSError, LibrarianError) as exc:
            raise HostFaultError("model.cache_unwritable", folder=self._folder, reason=str(exc)) from exc


def _outline(image: PageImage) -> list[tuple[float, float]] | None:
    from core.imaging.rectify import find_cover_quad

    quad = find_cover_quad(image.pixels)
    return None if quad is None else [(float(x), float(y)) for x, y in quad]


def _straight(image: PageImage, quad: Sequence[tuple[float, float]] | None) -> Pixels:
    from core.imaging.rectify import rectify

    return image.pixels if quad is None else rectify(image.pixels, np.array(quad, dtype=np.float32))
