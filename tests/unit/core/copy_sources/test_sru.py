from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.copy_sources.cql import quoted, to_cql
from core.copy_sources.sru import SruClient
from core.domain.copy_sources import CopyQuery, CopySource
from core.errors import HostFaultError, InvalidInputError, JobCancelledError, LibrarianError
from core.protocols import NullJobContext

INDEXES = {"isbn": "bath.isbn", "title": "dc.title", "author": "dc.creator"}


@pytest.fixture
def source(sru_server) -> CopySource:
    return CopySource("test", "Test 目录", "sru", sru_server.url, "1.1", ("marcxml=marcxml", "dc=dc"), INDEXES)


@pytest.fixture
def client() -> SruClient:
    return SruClient(timeout_seconds=5, pause_seconds=0.01)


@pytest.mark.parametrize("version", ["1.1", "1.2", "2.0"])
def test_a_record_is_found_by_its_isbn_in_each_version(sru_server, source, client, version) -> None:
    sru_server.version = version
    answer = client.search(replace(source, version=version), CopyQuery(isbn="9787536692930"))
    assert (answer.total, answer.next_start, answer.problems) == (1, None, ())
    (record,) = answer.records
    assert (record.format, record.position) == ("marcxml", 1)
    assert "三体" in record.data.decode("utf-8")
    assert record.data.startswith(b"<record")
    asked = sru_server.asked[-1]
    assert asked["query"] == 'bath.isbn="9787536692930"'
    assert ("operation" in asked) is (version != "2.0")
    assert asked.get("version") == (None if version == "2.0" else version)


def test_title_and_author_are_joined_and_quotes_are_safe(sru_server, source, client) -> None:
    assert client.search(source, CopyQuery(title="great Gatsby", author="fitzgerald")).total == 1
    assert sru_server.asked[-1]["query"] == 'dc.title="great Gatsby" and dc.creator="fitzgerald"'
    assert client.search(source, CopyQuery(title='a" or dc.title="三体')).total == 0


def test_pages_follow_one_another(source, client) -> None:
    first = client.search(source, CopyQuery(title="选集", limit=10))
    assert (len(first.records), first.total, first.next_start) == (10, 25, 11)
    last = client.search(source, CopyQuery(title="选集", start=21, limit=10))
    assert ([r.position for r in last.records], last.next_start) == ([21, 22, 23, 24, 25], None)
    beyond = client.search(source, CopyQuery(title="选集", start=99))
    assert (beyond.records, beyond.total) == ((), 25)


def test_records_packed_as_strings_are_unpacked(sru_server, source, client) -> None:
    sru_server.packing = "string"
    (record,) = client.search(source, CopyQuery(isbn="9787536692930")).records
    assert record.data.startswith(b"<record")
    assert "刘慈欣" in record.data.decode("utf-8")


def test_an_unknown_schema_gives_way_to_the_next(sru_server, source, client) -> None:
    sru_server.schemas = ("dc",)
    (record,) = client.search(source, CopyQuery(title="三体")).records
    assert (record.format, b"dc:title" in record.data) == ("dc", True)
    sru_server.schemas = ()
    with pytest.raises(InvalidInputError, match=r"source\.diagnostic") as caught:
        client.search(source, CopyQuery(title="三体"))
    assert caught.value.context["code"] == 66


def test_a_record_that_cannot_be_had_is_told_and_the_others_come(sru_server, source, client) -> None:
    sru_server.surrogate_at = 2
    answer = client.search(source, CopyQuery(title="选集", limit=3))
    assert [r.position for r in answer.records] == [1, 3]
    assert [(i, v["code"]) for i, v in answer.problems] == [("source.diagnostic", 65)]
    assert answer.next_start == 4


def test_an_index_the_server_does_not_know_is_a_sentence(source, client) -> None:
    wrong = replace(source, indexes={"title": "nowhere.title"})
    with pytest.raises(InvalidInputError, match=r"source\.index_unsupported") as caught:
        client.search(wrong, CopyQuery(title="三体"))
    assert "nowhere.title" in str(caught.value.context["detail"])


@pytest.mark.parametrize("failures", [[503], [503, 429]])
def test_a_busy_server_is_asked_again(sru_server, source, client, failures) -> None:
    sru_server.failures = list(failures)
    assert client.search(source, CopyQuery(isbn="9787536692930")).total == 1
    sru_server.failures = [503, 503, 503]
    with pytest.raises(HostFaultError, match=r"source\.http_status"):
        client.search(source, CopyQuery(isbn="9787536692930"))


def test_a_server_that_is_not_there_is_a_sentence(sru_server, source, client) -> None:
    nowhere = replace(source, address="http://127.0.0.1:9/sru")
    with pytest.raises(HostFaultError, match=r"source\.unreachable"):
        client.search(nowhere, CopyQuery(isbn="1"))
    sru_server.failures = [404]
    with pytest.raises(HostFaultError, match=r"source\.http_status"):
        client.search(source, CopyQuery(isbn="1"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>Welcome</body></html>",
        b"<searchRetrieveResponse><records>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "不是 XML".encode(),
    ],
)
def test_what_is_no_sru_answer_is_refused(sru_server, source, client, raw) -> None:
    sru_server.raw = raw
    with pytest.raises(HostFaultError, match=r"source\.not_sru"):
        client.search(source, CopyQuery(isbn="1"))


def test_entities_are_never_resolved(sru_server, source, client, tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim", encoding="utf-8")
    sru_server.raw = (
        f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]><searchRetrieveResponse><numberOfRecords>1'
        "</numberOfRecords><records><record><recordData><dc><title>&e;</title></dc></recordData></record></records>"
        "</searchRetrieveResponse>"
    ).encode()
    try:
        answer = client.search(source, CopyQuery(isbn="1"))
    except LibrarianError:
        return
    assert b"geheim" not in b"".join(record.data for record in answer.records)


def test_a_cancel_ends_a_slow_answer(sru_server, source, client) -> None:
    class CancelSoon(NullJobContext):
        left = 3

        def check_cancelled(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise JobCancelledError

    sru_server.delay_seconds = 0.05
    with pytest.raises(JobCancelledError):
        client.search(source, CopyQuery(title="选集", limit=25), CancelSoon())


def test_a_silent_server_is_given_up(sru_server, source) -> None:
    sru_server.delay_seconds = 0.6
    with pytest.raises(HostFaultError, match=r"source\.unreachable"):
        SruClient(timeout_seconds=0.2, pause_seconds=0.01).search(source, CopyQuery(isbn="9787536692930"))


def test_too_large_an_answer_is_not_read(sru_server, source, client, monkeypatch) -> None:
    monkeypatch.setattr("core.copy_sources.sru._LARGEST_ANSWER", 1000)
    with pytest.raises(HostFaultError, match=r"source\.too_large"):
        client.search(source, CopyQuery(title="选集", limit=25))


def test_a_query_without_terms_or_indexes_is_refused(source) -> None:
    with pytest.raises(InvalidInputError, match=r"query\.empty"):
        to_cql(CopyQuery(title=" "), source)
    with pytest.raises(InvalidInputError, match=r"source\.no_index"):
        to_cql(CopyQuery(issn="1234-5679"), source)


@given(st.text(max_size=30))
def test_a_quoted_term_is_one_string_without_wildcards(term: str) -> None:
    text = quoted(term)
    inside = text[1:-1]
    assert text[0] == text[-1] == '"'
    plain = []
    position = 0
    while position < len(inside):
        assert inside[position] not in '"*?^\n'
        if inside[position] == "\\":
            position += 1
        plain.append(inside[position])
        position += 1
    assert "".join(plain) == " ".join(term.split())


HEAD = '<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">'
RECORD = "<zs:recordData><dc><title>三体</title></dc></zs:recordData>"


@pytest.mark.parametrize("number", ["²", "９", "-1", "9" * 5000, "1e3", ""])
def test_numbers_that_are_none_do_not_stop_the_records(sru_server, source, client, number) -> None:
    sru_server.raw = (
        f"{HEAD}<!-- made by hand --><zs:numberOfRecords>{number}</zs:numberOfRecords><zs:records><zs:record>{RECORD}"
        f"<zs:recordPosition>{number}</zs:recordPosition></zs:record></zs:records>"
        f"<zs:nextRecordPosition>{number}</zs:nextRecordPosition></zs:searchRetrieveResponse>"
    ).encode()
    answer = client.search(source, CopyQuery(isbn="1"))
    assert [record.position for record in answer.records] == [1]
    assert (answer.total, answer.next_start) == (1, None)


def test_a_page_is_never_followed_by_itself(sru_server, source, client) -> None:
    sru_server.raw = (
        f"{HEAD}<zs:numberOfRecords>50</zs:numberOfRecords><zs:records><zs:record>{RECORD}</zs:record></zs:records>"
        "<zs:nextRecordPosition>5</zs:nextRecordPosition></zs:searchRetrieveResponse>"
    ).encode()
    assert client.search(source, CopyQuery(isbn="1", start=5)).next_start == 6


@pytest.mark.parametrize("raw", [b"\x1f\x8b no gzip", bytes(range(256)) * 40])
def test_a_body_that_is_not_packed_as_it_says_is_a_sentence(sru_server, source, client, raw) -> None:
    sru_server.raw = raw
    sru_server.headers["Content-Encoding"] = "gzip"
    with pytest.raises(HostFaultError, match=r"source\.unreachable"):
        client.search(source, CopyQuery(isbn="1"))


def test_a_server_that_drips_is_given_up(sru_server, source, monkeypatch) -> None:
    """Each byte comes before the timeout, and the answer would still take for ever."""
    monkeypatch.setattr("core.copy_sources.sru._LONGEST_SECONDS", 0.5)
    sru_server.delay_seconds = 0.1
    with pytest.raises(HostFaultError, match=r"source\.timeout"):
        SruClient(timeout_seconds=5, pause_seconds=0.01).search(source, CopyQuery(title="选集", limit=25))
