"""Search/Retrieve via URL: versions 1.1, 1.2 (Library of Congress) and 2.0 (OASIS searchRetrieve 1.0, part 3).

The three differ in the names of parameters and namespaces only; answers are read by local names, so a server that
answers in another version than asked is understood.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from lxml import etree

from core.copy_sources.cql import to_cql
from core.domain.copy_sources import CopyQuery, CopySource, RawRecord, SourceAnswer
from core.errors import HostFaultError, InvalidInputError
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    import httpx

_TIMEOUT_SECONDS: Final = 20.0
_LONGEST_SECONDS: Final = 120.0
_LONGEST_NUMBER: Final = 12
_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.5
_LARGEST_ANSWER: Final = 32 << 20
_MOST_REDIRECTS: Final = 5
_MOST_RECORDS: Final = 100
_BUSY: Final = frozenset({429, 502, 503, 504})
_DIAGNOSTIC_SCHEMA: Final = "diagnostic"
# Numbers of info:srw/diagnostic/1/ that have a sentence of their own.
_OUT_OF_RANGE, _UNKNOWN_SCHEMA, _NOT_IN_SCHEMA = 61, 66, 67
_UNSUPPORTED_INDEX: Final = 16

_Element = etree._Element


class SruClient:
    """Asks one catalogue at a time.

    Args:
        make_client: Makes the HTTP client; None = httpx with our limits. Tests give their own.
        timeout_seconds: For connecting, and for each silence while reading.
        pause_seconds: Before the second try; twice as long before the third.
    """

    def __init__(
        self,
        make_client: Callable[[], httpx.Client] | None = None,
        timeout_seconds: float = _TIMEOUT_SECONDS,
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._pause_seconds = pause_seconds
        self._make_client = make_client or self._new_client

    def search(self, source: CopySource, query: CopyQuery, ctx: JobContext | None = None) -> SourceAnswer:
        """One page of records. A schema that the server does not know gives way to the next one of the source.

        Raises:
            InvalidInputError: "query.empty", "source.no_index", "source.index_unsupported", "source.diagnostic" with
                what the server said.
            HostFaultError: "source.unreachable", "source.timeout", "source.http_status", "source.not_sru",
                "source.too_large".
            JobCancelledError: When the job was cancelled, also in the middle of an answer.
        """
        context = ctx or NullJobContext()
        cql = to_cql(query, source)
        problem: InvalidInputError | None = None
        for schema in source.schemas:
            their_name, _, our_format = schema.partition("=")
            parameters = _parameters(source.version, cql, their_name, query)
            answer = self._ask(source, parameters, context)
            try:
                return _read_answer(answer, source, our_format or their_name, query)
            except _UnknownSchemaError as exc:
                problem = InvalidInputError("source.diagnostic", source=source.title, code=exc.code, detail=exc.detail)
        raise problem or InvalidInputError("source.diagnostic", source=source.title, code=0, detail="schemas = []")

    def _new_client(self) -> httpx.Client:
        import httpx

        return httpx.Client(
            timeout=httpx.Timeout(self._timeout_seconds),
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers={"User-Agent": "Wenyuan/1 (copy cataloguing)", "Accept": "application/xml, text/xml"},
        )

    def _ask(self, source: CopySource, parameters: Mapping[str, str], context: JobContext) -> bytes:
        """The body of the answer, after up to three tries where the server is busy or the line breaks."""
        import httpx

        with self._make_client() as client:
            for attempt in range(1, _TRIES + 1):
                context.check_cancelled()
                try:
                    status, body = self._read(client, source, parameters, context)
                except (httpx.RequestError, httpx.InvalidURL) as exc:
                    if attempt == _TRIES or not isinstance(exc, httpx.TransportError):
                        detail = str(exc) or type(exc).__name__
                        raise HostFaultError("source.unreachable", source=source.title, detail=detail) from exc
                else:
                    if status not in _BUSY:
                        if status >= 400 and not body.lstrip().startswith(b"<"):
                            raise HostFaultError("source.http_status", source=source.title, status=status)
                        return body
                    if attempt == _TRIES:
                        raise HostFaultError("source.http_status", source=source.title, status=status)
                _pause(self._pause_seconds * attempt, context)
        raise HostFaultError("source.unreachable", source=source.title, detail="")

    @staticmethod
    def _read(
        client: httpx.Client, source: CopySource, parameters: Mapping[str, str], context: JobContext
    ) -> tuple[int, bytes]:
        pieces: list[bytes] = []
        size = 0
        end = time.monotonic() + _LONGEST_SECONDS
        with client.stream("GET", source.address, params=dict(parameters)) as response:
            for piece in response.iter_bytes():
                context.check_cancelled()
                if time.monotonic() > end:  # the timeout is for each silence alone
                    raise HostFaultError("source.timeout", source=source.title, seconds=round(_LONGEST_SECONDS))
                size += len(piece)
                if size > _LARGEST_ANSWER:
                    raise HostFaultError("source.too_large", source=source.title, limit_mib=_LARGEST_ANSWER >> 20)
                pieces.append(piece)
            return response.status_code, b"".join(pieces)


class _UnknownSchemaError(Exception):
    def __init__(self, code: int, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def _parameters(version: str, cql: str, schema: str, query: CopyQuery) -> dict[str, str]:
    limit = max(1, min(query.limit, _MOST_RECORDS))
    common = {
        "query": cql, "startRecord": str(max(1, query.start)), "maximumRecords": str(limit), "recordSchema": schema,
    }  # fmt: skip
    if version == "2.0":  # neither operation nor version any more; packing became the escaping of XML
        return {**common, "queryType": "cql", "recordXMLEscaping": "xml"}
    return {"operation": "searchRetrieve", "version": version, **common, "recordPacking": "xml"}


def _read_answer(body: bytes, source: CopySource, our_format: str, query: CopyQuery) -> SourceAnswer:
    root = _parsed(body, source)
    if _local(root) not in ("searchRetrieveResponse", "explainResponse"):
        raise HostFaultError("source.not_sru", source=source.title)
    records: list[RawRecord] = []
    problems: list[tuple[str, Mapping[str, str | int | float]]] = []
    for number, element in enumerate(_all(root, "record"), start=max(1, query.start)):
        data = next(_all(element, "recordData"), None)
        if data is None:
            continue
        if _DIAGNOSTIC_SCHEMA in _text(element, "recordSchema"):  # a surrogate: this one record cannot be had
            code, detail = _diagnostic(data)
            problems.append(("source.diagnostic", {"source": source.title, "code": code, "detail": detail}))
            continue
        record = _record_bytes(data)
        if record:
            records.append(RawRecord(record, our_format, _number(element, "recordPosition") or number))
    total = _number(root, "numberOfRecords")
    if total is None:
        total = len(records)
    _raise_for_diagnostics(root, source, has_records=bool(records), total=total)
    following = _number(root, "nextRecordPosition")
    end = max(1, query.start) + len(records) + len(problems)
    if following is None or following <= query.start:  # which would bring the same page for ever
        following = end if records and end <= total else None
    return SourceAnswer(tuple(records), total, following, tuple(problems))


def _raise_for_diagnostics(root: _Element, source: CopySource, *, has_records: bool, total: int) -> None:
    """Turn a failed search into an error; diagnostics beside records are mere remarks."""
    block = next((each for each in root if isinstance(each.tag, str) and _local(each) == "diagnostics"), None)
    if block is None or has_records:
        return
    code, detail = _diagnostic(block)
    if code == _OUT_OF_RANGE:
        return
    if code in (_UNKNOWN_SCHEMA, _NOT_IN_SCHEMA):
        raise _UnknownSchemaError(code, detail)
    if code == _UNSUPPORTED_INDEX:
        raise InvalidInputError("source.index_unsupported", source=source.title, detail=detail)
    raise InvalidInputError("source.diagnostic", source=source.title, code=code, detail=detail)


def _parsed(body: bytes, source: CopySource) -> _Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise HostFaultError("source.not_sru", source=source.title) from exc


def _record_bytes(data: _Element) -> bytes:
    """The record inside recordData, as XML that stands alone: packed as XML, or escaped as a string."""
    child = next((c for c in data if isinstance(c.tag, str)), None)
    if child is not None:
        child.tail = None
        return etree.tostring(child, encoding="utf-8", xml_declaration=False)
    return (data.text or "").strip().encode("utf-8")


def _diagnostic(block: _Element) -> tuple[int, str]:
    """Number and words of the first diagnostic; servers that give no words give details."""
    found = next(_all(block, "diagnostic"), block)
    uri, details, message = (_text(found, name) for name in ("uri", "details", "message"))
    number = uri.rpartition("/")[2]
    code = int(number) if _is_number(number) else 0
    words = ": ".join(part for part in (message, details) if part)
    return code, words or uri or "?"


def _all(element: _Element, name: str) -> Iterator[_Element]:
    """Elements of SRU itself below one, by local name; what is inside records is not looked at."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if _local(child) == name:
            yield child
        elif _local(child) not in ("recordData", "extraRecordData"):
            yield from _all(child, name)


def _text(element: _Element, name: str) -> str:
    found = next(_all(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def _number(element: _Element, name: str) -> int | None:
    """A number of the answer; None where there is none, or what stands there is no number."""
    text = _text(element, name)
    return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _local(element: _Element) -> str:
    return etree.QName(element).localname


def _pause(seconds: float, context: JobContext) -> None:
    """Wait, in steps short enough for a cancel."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        context.check_cancelled()
        time.sleep(min(0.1, left))
