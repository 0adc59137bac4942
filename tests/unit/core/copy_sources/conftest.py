"""A running SRU server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.core.copy_sources.sru_server import SruServer, serving


@pytest.fixture
def sru_server() -> Iterator[SruServer]:
    """A running server; tell it how to behave through its attributes."""
    with serving() as server:
        yield server
