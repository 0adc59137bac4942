from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from core.interchange.reading import SeenTexts


@given(st.lists(st.text(max_size=5), max_size=200))
def test_it_answers_as_a_dictionary_does(texts: list[str]) -> None:
    seen, known = SeenTexts(), dict[str, int]()
    for place, text in enumerate(texts):
        assert seen.add(text, place) == known.get(text)
        known.setdefault(text, place)
    assert len(seen) == len(known)


def test_it_grows_by_a_few_bytes_a_text() -> None:
    seen = SeenTexts()
    tracemalloc.start()
    n = 20_000
    for number in range(n):
        seen.add(f"a rather long external identifier, number {number}")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(seen) == n
    assert size < 60 * n
