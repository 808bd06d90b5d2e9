"""Python runs this first in every process of a crawl whose PYTHONPATH names this folder: it is the name service, and notes who is connected to.

TEST_NAMES is a JSON object: for each name its answers, one after the other, each a list of addresses; the last answer stays. Names below
`silent.example` have no answer for SILENT_SECONDS, names that nobody gave an address have none. Real name servers are asked for nothing.
TEST_CONNECTS is a file: each line is one connection that a process asked its system for, as JSON (`socket.connect` of Python's audit events, which
`connect_ex` raises too). Connections that are no IP (between the processes of a run) are left out. TEST_LOOKUPS is a file: each line is what was looked up.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import sys
import time
from typing import Any

SILENT_SECONDS = 40.0

_answers: dict[str, list[list[str]]] = json.loads(os.environ.get("TEST_NAMES", "{}"))
_connects = os.environ["TEST_CONNECTS"]
_lookups = os.environ["TEST_LOOKUPS"]
_real = socket.getaddrinfo


def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
    """As the real one, over our names; literal addresses and localhost go to the real one."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    _append(_lookups, name)
    if name.endswith("silent.example"):
        time.sleep(SILENT_SECONDS)
    answers = _answers.get(name)
    if answers is None:
        is_local = name.rstrip(".").lower() == "localhost" or _is_literal(name)
        return _real(host, port, *args, **kwargs) if is_local else _none(name)
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    return [each for address in answer for each in _real(address, port, *args, **kwargs)]


def _is_literal(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return all(part.isdigit() or part.lower().startswith("0x") for part in name.rstrip(".").split("."))


def _none(name: str) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, f"nobody gave {name} an address")


def _note(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple):
        _append(_connects, list(args[1][:2]))


def _append(name: str, what: object) -> None:
    file = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, json.dumps(what).encode() + b"\n")
    os.close(file)


socket.getaddrinfo = getaddrinfo
sys.addaudithook(_note)
