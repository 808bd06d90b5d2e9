"""Sockets that nobody may connect to: each connection is counted."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self


class Canary:
    """Listens at some places of this machine; one that can't be had (a port that is taken, no IPv6) is left out of `places`."""

    def __init__(self, *places: tuple[str, int]) -> None:
        self.hits: list[tuple[str, int]] = []
        self._sockets = [sock for place in places if (sock := _listening(place)) is not None]
        self.places = [sock.getsockname()[:2] for sock in self._sockets]

    def __enter__(self) -> Self:
        for sock in self._sockets:
            threading.Thread(target=self._count, args=(sock,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for sock in self._sockets:
            sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _count(self, sock: socket.socket) -> None:
        place = sock.getsockname()[:2]
        while True:
            try:
                connection, _ = sock.accept()
            except OSError:
                return
            self.hits.append(place)
            connection.close()


def _listening(place: tuple[str, int]) -> socket.socket | None:
    sock = socket.socket(socket.AF_INET6 if ":" in place[0] else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(place)
    except OSError:
        sock.close()
        return None
    sock.listen()
    return sock
