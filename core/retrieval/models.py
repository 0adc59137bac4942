"""The loaded encoders and OCR engine, warmed in the background so that nothing waits for them but what needs them."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from core.errors import LibrarianError
from core.protocols import OcrEngine, TextEncoder, VisualEncoder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedModels:
    """Everything that turns text and pictures into vectors and words."""

    text: TextEncoder
    visual: VisualEncoder
    ocr: OcrEngine


class ModelHost:
    """Loads the models once, on first need or ahead of it.

    Args:
        load: Makes the models; raises a LibrarianError when they cannot be had.
        on_change: Told after loading has ended, either way.
    """

    def __init__(self, load: Callable[[], LoadedModels], on_change: Callable[[], None] = lambda: None) -> None:
        self._load = load
        self._on_change = on_change
        self._lock = threading.Lock()
        self._models: LoadedModels | None = None
        self._problem: LibrarianError | None = None
        self._thread: threading.Thread | None = None

    @classmethod
    def of(cls, models: LoadedModels) -> Self:
        """A host whose models are there already."""
        host = cls(lambda: models)
        host._models = models
        return host

    @property
    def ready(self) -> LoadedModels | None:
        """The models if they are loaded, without waiting."""
        return self._models

    @property
    def problem(self) -> LibrarianError | None:
        """Why they could not be loaded, if so."""
        return self._problem

    @property
    def is_loading(self) -> bool:
        """Whether they are being loaded in the background, so that it pays to do without what takes long."""
        return self._thread is not None and self._models is None and self._problem is None

    def warm(
        self, prepare: Callable[[LoadedModels], None] = lambda models: None, then: Callable[[], None] = lambda: None
    ) -> None:
        """Load in the background, let `prepare` use the models before anybody, run `then`, and only then tell that they
        are ready; returns at once.
        """
        if self._thread is None:

            def load() -> None:
                self._try(prepare, then)

            self._thread = threading.Thread(target=load, name="warm-models", daemon=True)
            self._thread.start()

    def get(self) -> LoadedModels:
        """The models, loading them now if need be.

        Raises:
            LibrarianError: The problem that keeps them from being loaded.
        """
        self._try()
        if self._models is None:
            raise self._problem or RuntimeError("models neither loaded nor refused")
        return self._models

    def swap(self, models: LoadedModels) -> None:
        """Put other models in the place of those in use. What is under way ends with the models it began with."""
        with self._lock:
            self._models, self._problem = models, None
        self._on_change()

    def reset(self) -> None:
        """Forget models and problem, so that the next need loads anew (what is to be loaded has changed)."""
        with self._lock:
            self._models = self._problem = None

    def join(self) -> None:
        """Wait for a background load to end (used when closing)."""
        if self._thread is not None:
            self._thread.join()

    def _try(
        self, prepare: Callable[[LoadedModels], None] = lambda models: None, then: Callable[[], None] = lambda: None
    ) -> None:
        with self._lock:
            if self._models is not None or self._problem is not None:
                return
            try:
                models = self._load()
            except LibrarianError as exc:
                log.warning("models not available: %s", exc)
                self._problem = exc
            else:
                # preparing is a kindness; what fails in it will fail by name later
                with contextlib.suppress(LibrarianError):
                    prepare(models)
                self._models = models
        with contextlib.suppress(LibrarianError):
            then()
        self._on_change()
