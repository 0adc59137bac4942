"""Against YAZ's own test server where it is installed: Z39.50 through yaz-client, and SRU as YAZ speaks it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.copy_sources.sru import SruClient
from core.copy_sources.z3950 import Z3950Client, program, to_pqf
from core.domain.copy_sources import CopyQuery, CopySource
from core.errors import HostFaultError, InvalidInputError, JobCancelledError
from core.protocols import NullJobContext

Z3950 = CopySource(
    "z",
    "Z 目录",
    "z3950",
    "127.0.0.1:1/Default",
    schemas=("usmarc",),
    indexes={"isbn": "7", "title": "4", "author": "1003"},
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def ztest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A port on which yaz-ztest listens."""
    server = shutil.which("yaz-ztest")
    if server is None or program() is None:
        pytest.skip("yaz-client and yaz-ztest are not installed (Debian: apt install yaz)")
    port = _free_port()
    folder: Path = tmp_path_factory.mktemp("ztest")
    process = subprocess.Popen(
        [server, "-T", f"tcp:127.0.0.1:{port}"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(10)


def test_records_come_from_a_real_z3950_server(ztest: int) -> None:
    source = replace(Z3950, address=f"127.0.0.1:{ztest}/Default")
    answer = Z3950Client().search(source, CopyQuery(title="computer", limit=3))
    assert answer.total >= len(answer.records) > 0
    assert all(r.format == "marc" and r.data.endswith(b"\x1d") and r.data[:5].isdigit() for r in answer.records)
    assert [r.position for r in answer.records] == list(range(1, len(answer.records) + 1))


@pytest.mark.parametrize(("start", "n"), [(1, 3), (3, 1), (4, 0)])
def test_a_last_page_that_is_not_full_is_given_all_the_same(ztest: int, start: int, n: int) -> None:
    """The server finds as many as a number says, and refuses to present more than there are."""
    source = replace(Z3950, address=f"127.0.0.1:{ztest}/Default")
    answer = Z3950Client().search(source, CopyQuery(title="3", start=start, limit=10))
    assert (answer.total, len(answer.records), answer.next_start) == (3, n, None)


def test_what_the_server_refuses_is_a_sentence(ztest: int) -> None:
    source = replace(Z3950, address=f"127.0.0.1:{ztest}/NoSuchDatabase")
    with pytest.raises(InvalidInputError, match=r"source\.diagnostic") as caught:
        Z3950Client().search(source, CopyQuery(title="computer"))
    assert caught.value.context["code"] == 109, "database unavailable"


def test_sru_as_yaz_speaks_it(ztest: int) -> None:
    indexes = {"title": "dc.title"}
    source = CopySource("y", "YAZ", "sru", f"http://127.0.0.1:{ztest}/Default", "1.1", ("marcxml=marcxml",), indexes)
    answer = SruClient(pause_seconds=0.01).search(source, CopyQuery(title="computer", limit=2))
    assert answer.total >= len(answer.records) > 0
    assert b"MARC21/slim" in answer.records[0].data


def test_nobody_there_is_a_sentence() -> None:
    if program() is None:
        with pytest.raises(HostFaultError, match=r"source\.no_yaz"):
            Z3950Client().search(Z3950, CopyQuery(title="x"))
        return
    with pytest.raises(HostFaultError, match=r"source\.unreachable"):
        Z3950Client().search(replace(Z3950, address=f"127.0.0.1:{_free_port()}/Default"), CopyQuery(title="x"))


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that accepts and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_silent_server_is_given_up_and_a_cancel_ends_it(silent: int) -> None:
    if program() is None:
        pytest.skip("yaz-client is not installed (Debian: apt install yaz)")
    source = replace(Z3950, address=f"127.0.0.1:{silent}/Default")
    with pytest.raises(HostFaultError, match=r"source\.timeout"):
        Z3950Client(timeout_seconds=0.3).search(source, CopyQuery(title="x"))

    class Cancelled(NullJobContext):
        def check_cancelled(self) -> None:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        Z3950Client().search(source, CopyQuery(title="x"), Cancelled())


def test_queries_in_prefix_notation() -> None:
    assert to_pqf(CopyQuery(title="三体", author="刘"), Z3950) == '@and @attr 1=4 "三体" @attr 1=1003 "刘"'
    assert to_pqf(CopyQuery(isbn="978", title="x"), Z3950) == '@attr 1=7 "978"', "a number says it all"
    with pytest.raises(InvalidInputError, match=r"sources\.invalid"):
        to_pqf(CopyQuery(title="x"), replace(Z3950, indexes={"title": "4\nquit"}))
    with pytest.raises(InvalidInputError, match=r"source\.no_index"):
        to_pqf(CopyQuery(issn="1"), Z3950)


@pytest.mark.parametrize("address", ["host:210/DB\nshell ls", "host -x", "", "host/../x y"])
def test_an_address_that_is_none_never_reaches_the_program(address: str) -> None:
    if program() is None:
        pytest.skip("yaz-client is not installed (Debian: apt install yaz)")
    with pytest.raises(InvalidInputError, match=r"sources\.invalid"):
        Z3950Client().search(replace(Z3950, address=address), CopyQuery(title="x"))


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip()))
def test_a_term_never_becomes_a_command(term: str) -> None:
    pqf = to_pqf(CopyQuery(title=term), Z3950)
    assert len(pqf.splitlines()) == 1
    assert pqf.startswith('@attr 1=4 "')
    assert pqf.endswith('"')
