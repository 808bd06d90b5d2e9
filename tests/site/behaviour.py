"""What a bad server does to a good answer: each behaviour is a function from `Answer` to `Answer`."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum


class Ending(Enum):
    """What the server does once the body is sent."""

    KEEP = "keep the connection"
    CLOSE = "close it"
    RESET = "send nothing, reset it"
    HANG = "send nothing, keep it open"
    ENDLESS = "send the body again and again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer before it is sent. `declared_length` is what Content-Length says where it is not the body's length."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    declared_length: int | None = None
    delay_seconds: float = 0.0
    ending: Ending = Ending.KEEP

    def with_header(self, name: str, value: str) -> Answer:
        """The answer with that header in place of any of its name."""
        kept = tuple((key, old) for key, old in self.headers if key.lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


Behaviour = Callable[[Answer], Answer]


def as_usual(answer: Answer) -> Answer:
    """The sound answer: ends a series of faults."""
    return answer


def status(code: int, *headers: tuple[str, str], body: bytes = b"<html><body><h1>No page today</h1></body></html>") -> Behaviour:
    """Another status, with a page of its own."""
    return lambda answer: Answer(status=code, headers=(("Content-Type", "text/html; charset=UTF-8"), *headers), body=body)


def redirect(to: str, code: int = 301) -> Behaviour:
    """A redirect to `to`, an absolute or relative address."""
    return status(code, ("Location", to), body=b"")


def delay(seconds: float) -> Behaviour:
    """The sound answer, late."""
    return lambda answer: replace(answer, delay_seconds=answer.delay_seconds + seconds)


def hang(answer: Answer) -> Answer:
    """No answer at all on an open connection, until the site stops."""
    return replace(answer, ending=Ending.HANG)


def reset(answer: Answer) -> Answer:
    """The connection is reset (TCP RST) instead of an answer."""
    return replace(answer, ending=Ending.RESET)


def cut_body(answer: Answer) -> Answer:
    """Half of the body under the Content-Length of the whole, then the connection closes."""
    return replace(answer, body=answer.body[: len(answer.body) // 2], declared_length=len(answer.body), ending=Ending.CLOSE)


def gzipped(answer: Answer) -> Answer:
    """The sound answer, compressed."""
    packed = gzip.compress(answer.body, mtime=0)
    return replace(answer, body=packed).with_header("Content-Encoding", "gzip")


def cut_gzip(answer: Answer) -> Answer:
    """A gzip stream that ends in its middle, under a Content-Length that agrees with it."""
    packed = gzipped(answer)
    return replace(packed, body=packed.body[: len(packed.body) // 2])


def charset_header(name: str) -> Behaviour:
    """The header claims the charset `name`, whatever the bytes are in."""
    return lambda answer: answer.with_header("Content-Type", f"text/html; charset={name}")


def content(body: bytes, content_type: str = "text/html; charset=UTF-8") -> Behaviour:
    """Another body."""
    return lambda answer: replace(answer, body=body).with_header("Content-Type", content_type)


def endless(answer: Answer) -> Answer:
    """A body that does not end (the server gives up after `MAX_ENDLESS_BYTES`)."""
    return replace(answer, ending=Ending.ENDLESS)


RANDOM_FAULTS: tuple[Behaviour, ...] = (status(500), status(503), status(429, ("Retry-After", "1")))
BROKEN_ANSWERS: tuple[Behaviour, ...] = (*RANDOM_FAULTS, reset, cut_body, cut_gzip)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Random faults that depend on seed, path and attempt only, not on the order in which requests arrive."""

    seed: int
    share: float
    kinds: Sequence[Behaviour] = RANDOM_FAULTS
    most_a_path: int = 2

    def behaviour(self, path: str, attempt: int) -> Behaviour:
        """What happens to the `attempt`-th request (from 1) of `path`."""
        rng = random.Random(f"{self.seed}/{path}/{attempt}")
        strikes = attempt <= self.most_a_path and rng.random() < self.share
        return rng.choice(self.kinds) if strikes else as_usual
