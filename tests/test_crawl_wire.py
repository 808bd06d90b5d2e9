"""Answers that break HTTP itself, byte for byte: a half page is never an article, and no answer holds a run or fills its memory."""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawling import Crawls, Ran, Row
from tests.site.markup import article_page
from tests.site.prose import story

pytestmark = [pytest.mark.promise("T9"), pytest.mark.promise("T10")]

TIMEOUT_SECONDS = 2
MAX_SENT_BYTES = 64 * 1024 * 1024  # an end for what has none
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # linger 0 seconds: close() sends RST

Script = Callable[[socket.socket, bytes], None]


def sends(*pieces: bytes) -> Script:
    """Send this and close."""
    return lambda connection, page: connection.sendall(b"".join(piece.replace(b"PAGE", page) for piece in pieces))


def ok(*headers: bytes) -> bytes:
    """The head of a sound answer with these headers."""
    return b"\r\n".join((b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=UTF-8", b"Connection: close", *headers, b"", b""))


def with_length(extra: int, behind: bytes = b"") -> Script:
    """A page under a Content-Length that is off by `extra` bytes."""
    return lambda connection, page: connection.sendall(ok(b"Content-Length: %d" % (len(page) + extra)) + page + behind)


def chunked(page: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """A page in two chunks."""
    half = len(page) // 2
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (page[:half], page[half:])) + end


def in_chunks(end: bytes) -> Script:
    """A chunked page that ends so."""
    return lambda connection, page: connection.sendall(ok(b"Transfer-Encoding: chunked") + chunked(page, end))


def resets_after(head: bytes, share: float) -> Script:
    """Part of a page, then TCP RST."""

    def script(connection: socket.socket, page: bytes) -> None:
        connection.sendall(head + page[: int(len(page) * share)])
        time.sleep(0.3)  # or the reset overtakes what was sent
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        connection.close()  # before the server says goodbye in good order

    return script


def endless(head: bytes, piece: bytes, pause_seconds: float = 0.0) -> Script:
    """The same again and again, until the client has enough."""

    def script(connection: socket.socket, page: bytes) -> None:
        connection.sendall(head)
        sent = 0
        while sent < MAX_SENT_BYTES:
            connection.sendall(piece)
            sent += len(piece)
            time.sleep(pause_seconds)

    return script


def hangs(connection: socket.socket, page: bytes) -> None:
    """Half of the page, and then nothing."""
    connection.sendall(ok(b"Content-Length: %d" % len(page)) + page[: len(page) // 2])
    connection.settimeout(60)
    connection.recv(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is sent, and what must become of the link: kept, or owed or rejected with a reason."""

    name: str
    script: Script
    status: str = "kept"
    reason: str | None = None


def kept(name: str, script: Script) -> Case:
    return Case(name=name, script=script)


def owed(name: str, script: Script, reason: str = "network") -> Case:
    return Case(name=name, script=script, status="pending", reason=reason)


def rejected(name: str, script: Script, reason: str) -> Case:
    return Case(name=name, script=script, status="rejected", reason=reason)


CASES = (
    kept("a length that is right", with_length(0)),
    kept("white space behind it", with_length(0, b"\r\n\r\n")),
    kept("no length, closed", sends(ok(), b"PAGE")),
    kept("HTTP/1.0", sends(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", b"PAGE")),
    kept("chunks", in_chunks(b"0\r\n\r\n")),
    kept("chunks and a trailer", in_chunks(b"0\r\nX-Sum: 1\r\n\r\n")),
    kept("a header line that is none", sends(ok(b"this is no header"), b"PAGE")),
    kept("interim answers", sends(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3, ok(), b"PAGE")),
    kept("many headers", sends(ok(*(b"X-%d: %s" % (n, b"x" * 100) for n in range(400))), b"PAGE")),
    owed("cut short of its length", with_length(+7)),
    owed("longer than its length", with_length(-200)),
    owed("more than its length", with_length(0, b"and on it goes")),
    owed("chunks without an end", in_chunks(b"")),
    owed("a chunk cut in its middle", in_chunks(b"fff\r\nabc")),
    owed("a chunk of no size", in_chunks(b"zz\r\nabc\r\n0\r\n\r\n")),
    owed("a reset in a body with a length", resets_after(ok(b"Content-Length: 99999"), 0.5)),
    owed("a reset in a body without one", resets_after(ok(), 0.5)),
    owed("a reset behind a body without one", resets_after(ok(), 1.0)),
    owed("two lengths", sends(ok(b"Content-Length: 100", b"Content-Length: 200"), b"PAGE")),
    owed("a length that is no number", sends(ok(b"Content-Length: many"), b"PAGE")),
    owed("a transfer coding that nobody knows", sends(ok(b"Transfer-Encoding: gzip"), gzip.compress(b"x"))),
    owed("a content coding that nobody knows", sends(ok(b"Content-Encoding: xyz"), b"PAGE")),
    owed("no HTTP", sends(b"SSH-2.0-OpenSSH_9.2\r\n")),
    owed("not a byte", sends(b"")),
    owed("a head cut short", sends(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    owed("half, then nothing", hangs, "timeout"),
    owed("a byte a second of the body", endless(ok(b"Content-Length: 99999"), b"x", 1.0), "timeout"),
    owed("a byte a second of the head", endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", 1.0), "timeout"),
    rejected("a body without end", endless(ok(), b" " * 65536), "too_large"),
    rejected("chunks without number", endless(ok(b"Transfer-Encoding: chunked"), b"10000\r\n" + b" " * 65536 + b"\r\n"), "too_large"),
    rejected("a length beyond all limits", sends(ok(b"Content-Length: 99999999999"), b"PAGE"), "too_large"),
    rejected("headers without number", endless(b"HTTP/1.1 200 OK\r\n", b"X-Header: some value\r\n" * 500), "too_large"),
    rejected("a header without end", endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536), "too_large"),
    rejected("a folded header without end", endless(b"HTTP/1.1 200 OK\r\nX: a\r\n", b" more of it\r\n" * 500), "too_large"),
    rejected("interim answers without end", endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 200), "too_large"),
)


class RawOutlet(socketserver.ThreadingTCPServer):
    """An outlet whose every byte is scripted; its robots.txt has no end."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {"/feed/": self._feed, "/robots.txt": endless(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /closed/\n", b"# \n" * 20_000)}
        self.pages: dict[str, bytes] = {}
        super().__init__(("127.0.0.1", 0), _Connection)
        self.home = f"http://127.0.0.1:{self.server_address[1]}"
        for number, case in enumerate(CASES):
            path = f"/2025/{number}/"
            self.scripts[path] = case.script
            self.pages[path] = article_page(story(7, number), self.home).encode()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients go away here."""

    def _feed(self, connection: socket.socket, page: bytes) -> None:
        items = "".join(f"<item><title>A story</title><link>{self.home}{path}</link></item>" for path in self.pages)
        body = f'<rss version="2.0"><channel><title>Raw</title>{items}</channel></rss>'.encode()
        connection.sendall(ok(b"Content-Length: %d" % len(body)) + body)


class _Connection(socketserver.BaseRequestHandler):
    server: RawOutlet

    def handle(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = self.request.recv(65536)
            if not received:
                return
            head += received
        path = head.split(b" ", 2)[1].decode()
        unknown = sends(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.server.scripts.get(path, unknown)(self.request, self.server.pages.get(path, b""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """The crawl, its rows by the name of the case, its records by address."""

    crawls: Crawls
    ran: Ran
    rows: dict[str, Row]
    texts: dict[str, str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    crawls = Crawls(tmp_path_factory.mktemp("wire"))
    with RawOutlet() as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        fetch = "[fetch]\ndelay_seconds = 0.0\nconnections = 16\n"
        (crawls.outlets / "loopback.toml").write_text(f'name = "Raw"\nhome = "{site.home}/"\n[[seed]]\nvia = "feed"\nurl = "{site.home}/feed/"\n{fetch}', encoding="utf-8")
        ran = crawls.latest("-s", f"DOWNLOAD_TIMEOUT={TIMEOUT_SECONDS}", "-s", "RETRY_TIMES=0")
        site.shutdown()
    found = crawls.rows()
    rows = {case.name: found[f"{site.home}/2025/{number}/"] for number, case in enumerate(CASES)}
    return Crawled(crawls=crawls, ran=ran, rows=rows, texts={record["link"]: record["text"] for record in crawls.records()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_answer_has_its_verdict(crawled: Crawled, case: Case) -> None:
    row = crawled.rows[case.name]
    assert (row.status, row.reason) == (case.status, case.reason), row.detail
    assert row.status == "kept" or row.detail


def test_what_is_kept_is_whole(crawled: Crawled) -> None:
    whole = [story(7, number).text for number, case in enumerate(CASES) if case.status == "kept"]
    assert sorted(crawled.texts.values()) == sorted(whole)


def test_the_run_ends_with_3_and_its_sums_close(crawled: Crawled) -> None:
    """A robots.txt without end has its head read, and is no error."""
    assert crawled.ran.code == 3
    assert crawled.ran.links()["announced"] == len(CASES)
    assert "Traceback" not in crawled.ran.log


def test_who_can_not_prove_its_name_is_not_asked(tmp_path: Path) -> None:
    """TLS with a certificate that nobody vouches for: verification is on, and not a byte of a request is sent."""
    certificate = self_signed(tmp_path)
    crawls, asked = Crawls(tmp_path), []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, args=(listener, certificate, asked), daemon=True).start()
        home = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        (crawls.outlets / "loopback.toml").write_text(f'name = "Raw"\nhome = "{home}"\n[[seed]]\nvia = "feed"\nurl = "{home}feed/"\n', encoding="utf-8")
        ran = crawls.latest("-s", "RETRY_TIMES=0")
    assert ran.code == 3
    assert asked
    assert set(asked) == {"certificate refused"}


def greet(listener: socket.socket, certificate: Path, asked: list[str]) -> None:
    """Note of each connection what came of it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                asked.append("a request came" if secured.recv(100) else "certificate refused")
        except OSError:
            asked.append("certificate refused")


def self_signed(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2025, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=1)
    made = made.not_valid_before(start).not_valid_after(start + timedelta(days=36500))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    pem = serialization.Encoding.PEM
    file = folder / "certificate.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return file
