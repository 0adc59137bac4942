"""The exception tree. Core raises message ids with values; only `librarian_app` turns them into sentences.

Four families, by who can act on them:

* `HostFaultError`: the machine or its set-up is at fault (disk full, missing model, missing language data).
* `InvalidInputError`: what was given cannot be used (unreadable image, wrong file format).
* `ConflictError`: it clashes with something that is already there (lock held, record changed meanwhile).
* `StoreMismatchError`: a stored artefact does not fit (index, checkpoint, checksum); a repair can be offered.

Anything that is not a `LibrarianError` is a bug and is reported as one.
Every message id has a sentence in each language in resources/i18n/messages.toml (a test asserts it).
"""

from __future__ import annotations

from collections.abc import Mapping


class LibrarianError(Exception):
    """Base of all expected failures.

    Args:
        message_id: Key of the sentence in resources/i18n/messages.toml, for example ``"image.truncated"``.
        **context: Values for the placeholders of that sentence. Converted to ``str`` or kept as ``int``/``float``.
    """

    def __init__(self, message_id: str, **context: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.context: Mapping[str, str | int | float] = {
            name: value if isinstance(value, int | float) else str(value) for name, value in context.items()
        }

    def __str__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.context.items())
        return f"{self.message_id}({values})"


class HostFaultError(LibrarianError):
    """The environment is at fault: disk, permissions, missing component, device memory."""


class InvalidInputError(LibrarianError):
    """What the person or the file gave cannot be used as it is."""


class ConflictError(LibrarianError):
    """The request clashes with the present state: a held lock, a duplicate, a record changed meanwhile."""


class StoreMismatchError(LibrarianError):
    """A stored index, checkpoint or checksum does not fit; it can usually be rebuilt."""


class JobCancelledError(Exception):
    """Raised inside a job when it was cancelled. Never shown to a person as an error."""
