"""Over TLS the gap counts from when a request is on the wire: shaking hands takes round trips, and what was asked before is kept back until then."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawling import Crawls
from tests.site.loopback import LoopbackOutlet

HANDSHAKE_SECONDS, DELAY_SECONDS = 0.4, 0.6
SHORTEST_SHARE = 0.95


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
    file = folder / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


class FarServer:
    """An outlet behind TLS whose handshakes take long; closes after each answer when it `closes`. `at` are the moments at which requests came."""

    def __init__(self, context: ssl.SSLContext, outlet: LoopbackOutlet, *, closes: bool) -> None:
        self._context = context
        self._outlet = outlet
        self._closes = closes
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.home = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self.at: list[float] = []

    @contextmanager
    def serving(self) -> Iterator[None]:
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        yield
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        time.sleep(HANDSHAKE_SECONDS)
        with suppress(OSError), self._context.wrap_socket(connection, server_side=True) as wrapped, wrapped.makefile("rb") as lines:
            while request := lines.readline():
                self.at.append(time.monotonic())
                while lines.readline().strip():
                    pass
                answer = self._outlet._respond("GET", request.decode("latin-1").split()[1], {})
                body = answer.body.replace(self._outlet.home.encode(), self.home.encode())
                head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
                ending = "Connection: close\r\n" if self._closes else ""
                wrapped.sendall(f"HTTP/1.1 {answer.status} Ok\r\nContent-Length: {len(body)}\r\n{ending}{head}\r\n".encode() + body)
                if self._closes:
                    return


@pytest.mark.promise("T13")
@pytest.mark.parametrize(("closes", "connections"), [(False, 1), (True, 1), (True, 3)])
def test_the_gap_is_kept_however_long_shaking_hands_takes(tmp_path: Path, closes: bool, connections: int) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(3) as outlet:
        server = FarServer(certificate(tmp_path), outlet, closes=closes)
        file = outlet.outlet_toml(crawls.outlets, delay=DELAY_SECONDS, connections=connections)
        file.write_text(file.read_text(encoding="utf-8").replace(outlet.home, server.home), encoding="utf-8")
        with server.serving():
            ran = crawls.latest("-s", "DOWNLOAD_VERIFY_CERTIFICATES=False")
        gaps = [after - before for before, after in pairwise(server.at)]
        assert (ran.code, ran.links()["kept"]) == (0, 3)
        assert len(gaps) >= 4
        assert min(gaps) >= SHORTEST_SHARE * DELAY_SECONDS, gaps
