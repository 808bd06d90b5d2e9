"""The HTTP/1.1 wire of the invented outlet: threads, keep-alive, and every way to break an answer."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.site.behaviour import Answer, Ending

MAX_ENDLESS_BYTES = 256 * 1024 * 1024  # far over any limit of a crawler, and an end for one that has none
IDLE_SECONDS = 60  # a client that keeps a silent connection loses it
HANG_SECONDS = 300  # a hanging answer lets its thread go at last, even if nobody stops the site
BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)

Respond = Callable[[str, str, dict[str, str]], Answer]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS
    server: _HTTPServer

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.respond(self.command, self.path, headers)
        if answer.delay_seconds:
            self.server.stopping.wait(answer.delay_seconds)
        self._send(answer)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the site keeps a log of its own."""

    def _send(self, answer: Answer) -> None:
        if answer.ending is Ending.HANG:
            self.server.stopping.wait(HANG_SECONDS)
        if answer.ending in (Ending.HANG, Ending.RESET):
            self._reset()
            return
        self._send_head(answer)
        if self.command != "HEAD" and answer.status not in BODILESS:
            self.wfile.write(answer.body)
            if answer.ending is Ending.ENDLESS:
                self._send_forever(answer.body or b" " * 1024)
        self.close_connection = answer.ending is not Ending.KEEP

    def _send_head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.ending is not Ending.ENDLESS and answer.status not in BODILESS:
            self.send_header("Content-Length", str(len(answer.body) if answer.declared_length is None else answer.declared_length))
        if answer.ending is not Ending.KEEP:
            self.send_header("Connection", "close")
        self.end_headers()

    def _send_forever(self, body: bytes) -> None:
        sent = len(body)
        while sent < MAX_ENDLESS_BYTES and not self.server.stopping.is_set():
            self.wfile.write(body)
            sent += len(body)

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # linger 0 seconds: close() sends RST
        self.rfile.close()  # the file holds the socket open
        self.connection.close()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: str, respond: Respond) -> None:
        self.respond = respond
        self.stopping = threading.Event()
        super().__init__((address, 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these tests are about; anything else is a fault of the site and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server:
    """A server whose port is known from the start; it answers between `start` and `stop`."""

    def __init__(self, address: str, respond: Respond) -> None:
        self._http = _HTTPServer(address, respond)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        host, port = self._http.server_address[:2]
        self.address = (str(host), int(port))

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End hanging answers, stop listening and free the port."""
        self._http.stopping.set()
        if self._thread.is_alive():
            self._http.shutdown()
        self._http.server_close()
