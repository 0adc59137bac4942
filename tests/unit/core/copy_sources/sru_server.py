"""A small SRU server that speaks the real protocol over HTTP on the loopback interface, and what it holds."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

MARC = (
    '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>'
    '<controlfield tag="001">{number}</controlfield>'
    '<datafield tag="020" ind1=" " ind2=" "><subfield code="a">{isbn}</subfield></datafield>'
    '<datafield tag="100" ind1="1" ind2=" "><subfield code="a">{author}</subfield></datafield>'
    '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">{title}</subfield></datafield>'
    '<datafield tag="264" ind1=" " ind2="1"><subfield code="b">{publisher}</subfield>'
    '<subfield code="c">{year}</subfield></datafield></record>'
)
DC = (
    '<dc xmlns="info:srw/schema/1/dc-schema" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator><dc:date>{year}</dc:date><dc:identifier>ISBN {isbn}</dc:identifier></dc>"
)
MODS = (
    '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>{title}</title></titleInfo>'
    "<name><namePart>{author}</namePart></name><originInfo><dateIssued>{year}</dateIssued></originInfo>"
    '<identifier type="isbn">{isbn}</identifier></mods>'
)
BOOKS = [
    {"number": "1", "isbn": "9787536692930", "author": "刘慈欣", "title": "三体", "publisher": "重庆出版社",
     "year": "2008"},
    {"number": "2", "isbn": "9780743273565", "author": "Fitzgerald, F. Scott", "title": "The great Gatsby",
     "publisher": "Scribner", "year": "2004"},
    *(
        {"number": f"s{n}", "isbn": "", "author": "金庸", "title": f"选集 第{n}卷", "publisher": "三联", "year": "1994"}
        for n in range(1, 26)
    ),
]  # fmt: skip
_CLAUSE = re.compile(r'([\w.]+)="((?:[^"\\]|\\.)*)"')
_INDEXES = {"dc.title": "title", "dc.creator": "author", "bath.isbn": "isbn"}
_SCHEMAS = {"marcxml": MARC, "dc": DC, "mods": MODS}


@dataclass
class SruServer:
    """What the server is told to do, and what it was asked."""

    url: str = ""
    version: str = "1.1"
    schemas: tuple[str, ...] = ("marcxml", "dc", "mods")
    packing: str = "xml"
    failures: list[int] = field(default_factory=list)
    """Status codes to answer with before anything else, one a request."""
    delay_seconds: float = 0.0
    surrogate_at: int = 0
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with every answer."""
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, parameters: dict[str, str]) -> bytes:
        self.asked.append(parameters)
        if self.raw is not None:
            return self.raw
        if self.version != "2.0" and parameters.get("operation") != "searchRetrieve":
            return self._diagnosed(4, "Unsupported operation", parameters.get("operation", ""))
        if self.version != "2.0" and parameters.get("version") not in ("1.1", "1.2"):
            return self._diagnosed(5, "Unsupported version", parameters.get("version", ""))
        schema = parameters.get("recordSchema", "")
        if schema not in self.schemas:
            return self._diagnosed(66, "Unknown schema for retrieval", schema)
        clauses = _CLAUSE.findall(parameters.get("query", ""))
        if " and ".join(f'{index}="{term}"' for index, term in clauses) != parameters.get("query") or not clauses:
            return self._diagnosed(10, "Query syntax error", parameters.get("query", ""))
        for index, _ in clauses:
            if index not in _INDEXES:
                return self._diagnosed(16, "Unsupported index", index)
        found = [
            book
            for book in BOOKS
            if all(re.sub(r"\\(.)", r"\1", term).lower() in book[_INDEXES[index]].lower() for index, term in clauses)
        ]
        start, limit = int(parameters["startRecord"]), int(parameters["maximumRecords"])
        if found and start > len(found):
            return self._diagnosed(61, "First record position out of range", str(start), len(found))
        return self._page(found, start, limit, schema)

    def _page(self, found: list[dict[str, str]], start: int, limit: int, schema: str) -> bytes:
        page = found[start - 1 : start - 1 + limit]
        records = "".join(self._record(book, start + n, schema) for n, book in enumerate(page))
        following = start + len(page)
        more = f"<zs:nextRecordPosition>{following}</zs:nextRecordPosition>" if following <= len(found) else ""
        return self._response(
            f"<zs:numberOfRecords>{len(found)}</zs:numberOfRecords><zs:records>{records}</zs:records>{more}"
        )

    def _record(self, book: dict[str, str], position: int, schema: str) -> str:
        data = _SCHEMAS[schema].format(**{key: escape(value) for key, value in book.items()})
        name = schema
        if position == self.surrogate_at:
            name = "info:srw/schema/1/diagnostics-v1.1"
            data = '<diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/"><uri>info:srw/diagnostic/1/65</uri>' \
                "<message>Record does not exist</message></diagnostic>"  # fmt: skip
        packed = escape(data) if self.packing == "string" else data
        return (
            f"<zs:record><zs:recordSchema>{name}</zs:recordSchema><zs:recordPacking>{self.packing}</zs:recordPacking>"
            f"<zs:recordData>{packed}</zs:recordData><zs:recordPosition>{position}</zs:recordPosition></zs:record>"
        )

    def _diagnosed(self, code: int, message: str, details: str, total: int = 0) -> bytes:
        return self._response(
            f"<zs:numberOfRecords>{total}</zs:numberOfRecords><zs:diagnostics>"
            '<diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/">'
            f"<uri>info:srw/diagnostic/1/{code}</uri><details>{escape(details)}</details><message>{message}</message>"
            "</diagnostic></zs:diagnostics>"
        )

    def _response(self, inside: str) -> bytes:
        namespace = (
            "http://docs.oasis-open.org/ns/search-ws/sruResponse"
            if self.version == "2.0"
            else "http://www.loc.gov/zing/srw/"
        )
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<zs:searchRetrieveResponse xmlns:zs="{namespace}">'
        return f"{head}<zs:version>{self.version}</zs:version>{inside}</zs:searchRetrieveResponse>".encode()


def _handler(server: SruServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if server.failures:
                self._send(server.failures.pop(0), b"busy", "text/plain")
                return
            body = server.answer(parameters)
            if server.delay_seconds:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for start in range(0, len(body), 64):
                    try:
                        self.wfile.write(body[start : start + 64])
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(server.delay_seconds)
                return
            self._send(200, body, "text/xml")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[SruServer]:
    """A running server; tell it how to behave through its attributes."""
    state = SruServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    http.daemon_threads = False
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, name="sru-server")
    thread.start()
    state.url = f"http://127.0.0.1:{http.server_address[1]}/sru"
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
