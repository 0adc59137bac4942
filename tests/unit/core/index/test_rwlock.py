"""The readers-writer lock."""

from __future__ import annotations

import threading

import pytest

from core.index.rwlock import ReadersWriterLock


def test_readers_share_the_lock() -> None:
    lock, both = ReadersWriterLock(), threading.Barrier(2, timeout=5)

    def read() -> None:
        with lock.reading():
            both.wait()  # passes only with both inside

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert not both.broken


def test_a_writer_is_alone() -> None:
    lock = ReadersWriterLock()
    inside = {"readers": 0, "writers": 0}
    counting = threading.Lock()
    clashes = list[dict[str, int]]()

    def work(kind: str) -> None:
        for _ in range(200):
            with lock.writing() if kind == "writers" else lock.reading():
                with counting:
                    inside[kind] += 1
                    if inside["writers"] > 1 or (inside["writers"] and inside["readers"]):
                        clashes.append(dict(inside))
                threading.Event().wait(0.00001)  # lets the others run
                with counting:
                    inside[kind] -= 1

    threads = [threading.Thread(target=work, args=(kind,)) for kind in ("writers", "readers") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not clashes
    assert inside == {"readers": 0, "writers": 0}


def test_a_waiting_writer_goes_before_new_readers() -> None:
    lock, order = ReadersWriterLock(), list[str]()
    reader_inside, release = threading.Event(), threading.Event()

    def first_reader() -> None:
        with lock.reading():
            reader_inside.set()
            release.wait(5)

    def writer() -> None:
        with lock.writing():
            order.append("writer")

    def second_reader() -> None:
        with lock.reading():
            order.append("reader")

    one = threading.Thread(target=first_reader)
    one.start()
    reader_inside.wait(5)
    two = threading.Thread(target=writer)
    two.start()
    while not lock._waiting_writers:
        threading.Event().wait(0.001)
    three = threading.Thread(target=second_reader)
    three.start()
    threading.Event().wait(0.05)
    assert order == []
    release.set()
    for thread in (one, two, three):
        thread.join(timeout=5)
    assert order == ["writer", "reader"]


def test_an_error_inside_releases_the_lock() -> None:
    lock = ReadersWriterLock()
    for enter in (lock.writing, lock.reading):
        with pytest.raises(ZeroDivisionError), enter():
            1 / 0  # noqa: B018  (any error will do)
    with lock.writing():
        pass
