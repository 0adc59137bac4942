from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.catalogue.engine import as_list, reading_engine, storable, switch_to_wal, writing_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "数据 #1.sqlite3"
    engine = writing_engine(path)
    assert switch_to_wal(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (x INTEGER PRIMARY KEY)"))
    engine.dispose()
    return path


def test_a_writer_has_the_right_to_write_from_the_first_moment(file):
    first, second = writing_engine(file), writing_engine(file)
    with second.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout = 20"))
    with first.begin() as held:
        with pytest.raises(OperationalError, match="locked"), second.begin():
            pass
        held.execute(text("INSERT INTO a VALUES (1)"))
    with second.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM a")).scalar_one() == 1
    first.dispose()
    second.dispose()


def test_a_commit_is_on_the_disk_and_references_are_checked(file):
    engine = writing_engine(file)
    with engine.connect() as connection:
        settings = [connection.execute(text(f"PRAGMA {p}")).scalar_one() for p in ("synchronous", "foreign_keys")]
    assert settings == [2, 1]
    engine.dispose()


def test_readers_cannot_write_and_keep_their_snapshot(file):
    readers, writer = reading_engine(file), writing_engine(file)
    with pytest.raises(OperationalError, match="readonly"), readers.connect() as connection:
        connection.execute(text("INSERT INTO a VALUES (1)"))
    with readers.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM a")).scalar_one() == 0
        with writer.begin() as writing:
            writing.execute(text("INSERT INTO a VALUES (1)"))
        assert connection.execute(text("SELECT count(*) FROM a")).scalar_one() == 0
    with readers.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM a")).scalar_one() == 1
    readers.dispose()
    writer.dispose()


def test_lists_are_bound_as_json_and_never_cut():
    assert as_list([1, 2]) == "[1,2]"
    assert as_list(['"; DROP TABLE a; --', "红"]) == '["\\"; DROP TABLE a; --","红"]'
    assert as_list(["a\0b"]) == '["a\ufffdb"]'
    assert as_list({"\udcff"}) == '["\\\\udcff"]'


def test_storable_text_is_left_alone_when_it_is_text():
    assert [storable(t) for t in ("红 a.jpg", "x\udce9y", "\U0001f600")] == ["红 a.jpg", "x\\udce9y", "\U0001f600"]
