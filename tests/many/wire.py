"""One HTTP/1.1 server on many loopback addresses and one port: asyncio in a thread, every way to break an answer, arrival times from the kernel."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http.client import responses

from tests.site.behaviour import Answer, Ending
from tests.site.server import BODILESS, HANG_SECONDS, MAX_ENDLESS_BYTES

SO_TIMESTAMPNS = 35
"""Linux' number of the option that gives the time at which the kernel received what is read (socket(7)); Python has no name for it."""

MAX_HEAD_BYTES = 64 * 1024
IDLE_SECONDS = 120.0
BACKLOG = 64
PORT_TRIES = 20

Respond = Callable[["Asked"], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it arrived: `address` is the one of ours that was asked, header names are lower case, `at` is real time in seconds since 1970."""

    address: str
    method: str
    target: str
    headers: dict[str, str]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed(Answer):
    """An answer whose body is made while it is sent, piece by piece, with `pause_seconds` between them; `body` is not sent."""

    pieces: Callable[[], Iterable[bytes]]
    pause_seconds: float = 0.0


class Wire:
    """Answers with what `respond` says at each of `addresses`; a context manager. `respond` is called in the server's thread, one request at a time."""

    def __init__(self, addresses: Sequence[str], respond: Respond) -> None:
        self._respond = respond
        self._listeners = listeners(addresses)
        self.port = int(self._listeners[0].getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        for listener in self._listeners:
            listener.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        for listener in self._listeners:
            self._loop.add_reader(listener, self._accept, listener)
        await self._stopping.wait()
        for listener in self._listeners:
            self._loop.remove_reader(listener)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # gone before we came
            return
        task = self._loop.create_task(self._converse(connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(self, connection: socket.socket) -> None:
        """All requests of one connection, one after the other; a client that goes away ends it."""
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = str(connection.getsockname()[0])
        with connection:
            try:
                while asked := await self._next_request(connection, address):
                    if not await self._send(connection, asked, self._respond(asked)):
                        break
            except (OSError, TimeoutError):
                return

    async def _next_request(self, connection: socket.socket, address: str) -> Asked | None:
        """The next request, None when the client has no more or does not speak HTTP."""
        head, at = b"", 0.0
        async with asyncio.timeout(IDLE_SECONDS):
            while b"\r\n\r\n" not in head:
                received, when = await self._receive(connection)
                head, at = head + received, at or when
                if not received or len(head) > MAX_HEAD_BYTES:
                    return None
        return request_of(head, address, at)

    async def _receive(self, connection: socket.socket) -> tuple[bytes, float]:
        """Some bytes, none when the client is done, and when they arrived."""
        while True:
            try:
                received, notes, _, _ = connection.recvmsg(MAX_HEAD_BYTES, 256)
            except BlockingIOError:
                await self._until_readable(connection)
                continue
            stamps = [struct.unpack("qq", data[:16]) for level, kind, data in notes if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS)]
            return received, stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time()

    async def _until_readable(self, connection: socket.socket) -> None:
        readable = self._loop.create_future()
        self._loop.add_reader(connection, lambda: readable.done() or readable.set_result(None))
        try:
            await readable
        finally:
            self._loop.remove_reader(connection)

    async def _send(self, connection: socket.socket, asked: Asked, answer: Answer) -> bool:
        """Whether the connection stays open."""
        await asyncio.sleep(answer.delay_seconds)
        if answer.ending is Ending.HANG:
            async with asyncio.timeout(HANG_SECONDS):
                await self._receive(connection)  # the client gives up first
        if answer.ending in (Ending.HANG, Ending.RESET):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # linger 0 seconds: close() sends RST
            return False
        has_body = asked.method != "HEAD" and answer.status not in BODILESS
        is_piecewise = isinstance(answer, Streamed) or answer.ending is Ending.ENDLESS
        await self._loop.sock_sendall(connection, head_of(answer, is_piecewise=is_piecewise) + (b"" if is_piecewise or not has_body else answer.body))
        if has_body and is_piecewise:
            await self._send_pieces(connection, answer)
        return answer.ending is Ending.KEEP and not is_piecewise

    async def _send_pieces(self, connection: socket.socket, answer: Answer) -> None:
        pause = answer.pause_seconds if isinstance(answer, Streamed) else 0.0
        for piece in answer.pieces() if isinstance(answer, Streamed) else endless_pieces(answer.body):
            await self._loop.sock_sendall(connection, piece)
            await asyncio.sleep(pause)


def endless_pieces(body: bytes) -> Iterable[bytes]:
    """The same again and again, until no sane client would still read."""
    piece = body or b" " * 1024
    return (piece for _ in range(MAX_ENDLESS_BYTES // len(piece)))


def listeners(addresses: Sequence[str]) -> list[socket.socket]:
    """A listening socket at each address, all on one port that was free at all of them."""
    for _ in range(PORT_TRIES):
        opened: list[socket.socket] = []
        try:
            for address in addresses:
                opened.append(listener_at(address, opened[0].getsockname()[1] if opened else 0))
        except OSError:  # somebody has the port at one of them
            for one in opened:
                one.close()
            continue
        return opened
    raise RuntimeError(f"no port is free at all of {len(addresses)} addresses")


def listener_at(address: str, port: int) -> socket.socket:
    """A listening socket; what it accepts inherits the time stamps."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        listener.bind((address, port))
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def request_of(head: bytes, address: str, at: float) -> Asked | None:
    """The request that a head stands for; None for what is none."""
    first, *lines = head.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return None
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Asked(address=address, method=words[0], target=words[1], headers=headers, at=at)


def head_of(answer: Answer, *, is_piecewise: bool) -> bytes:
    """Status line and headers; a body of unknown length ends with the connection."""
    lines = [f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}", *(f"{name}: {value}" for name, value in answer.headers)]
    if not is_piecewise and answer.status not in BODILESS:
        lines.append(f"Content-Length: {len(answer.body) if answer.declared_length is None else answer.declared_length}")
    if is_piecewise or answer.ending is not Ending.KEEP:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
