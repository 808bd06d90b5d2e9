"""Bytes that are nearly right: seeds cut, spliced, repeated, nested and sprinkled with what breaks readers. The same number gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 300_000
MOST_CHANGES = 6
TOKENS: tuple[bytes, ...] = (
    b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe2\x80\xa8", b"\x1b[2J", b"\r\n\r\n", b"\x0b", b"\x85", b"\xf4\x90\x80\x80",
    b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&#x110000;", b"&amp;amp;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<?xml version='1.0' encoding='utf-7'?>",
    b"<div>", b"</div>", b"<table><tr><td colspan=999999999 rowspan=999999999>", b"<base href='//['>", b"<meta http-equiv=refresh content='0;url=file:///etc/passwd'>", b"<plaintext>",
    b"http://[::1", b"file:///etc/passwd", b"javascript:alert(1)", b"//user:pw@127.0.0.1:22/", b"%00", b"%ff", b"../../..", b"?" * 50, b"#", b"\\", b"http://xn--/", b"https://\xd9\xa1.example/",
    b"{", b"}", b"[", b"]", b"null", b"NaN", b"1e999", b"-0", b"9" * 400, b'"\\ud800"', b'"__proto__"', b"true", b",", b":",
    b"0000-00-00T00:00:00", b"9999-12-31T23:59:60Z", b"-1", b"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6", b"Thu, 32 Foo 20266 25:61:61 +9999", b"2026-02-30",
    b"Disallow: /" + b"*" * 300 + b"$", b"User-agent: *", b"Crawl-delay: inf", b"a@" * 100, b"=cmd|' /C calc'!A0",
)  # fmt: skip


def mutated(seeds: Sequence[bytes], number: int) -> bytes:
    """The `number`-th input that is made of `seeds`."""
    rng = Random(number)
    body = bytearray(rng.choice(seeds))
    for _ in range(rng.randint(1, MOST_CHANGES)):
        rng.choice(CHANGES)(body, rng, seeds)
    return bytes(body[:MOST_BYTES])


def _place(body: bytearray, rng: Random) -> int:
    return rng.randint(0, len(body))


def _piece(body: bytearray, rng: Random, most: int) -> tuple[int, int]:
    start = _place(body, rng)
    return start, min(len(body), start + rng.randint(0, most))


def _flip(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    for _ in range(min(len(body), rng.randint(1, 8))):
        body[rng.randrange(len(body))] = rng.randrange(256)


def _cut(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    del body[_place(body, rng) :]


def _drop(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    start, end = _piece(body, rng, 200)
    del body[start:end]


def _insert(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    place = _place(body, rng)
    body[place:place] = rng.choice(TOKENS)


def _flood(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    place = _place(body, rng)
    body[place:place] = rng.choice(TOKENS) * rng.choice((10, 100, 3000))


def _repeat(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    start, end = _piece(body, rng, 60)
    body[end:end] = bytes(body[start:end]) * rng.choice((2, 20, 800))


def _splice(body: bytearray, rng: Random, seeds: Sequence[bytes]) -> None:
    other = bytearray(rng.choice(seeds))
    start, end = _piece(other, rng, 2000)
    place = _place(body, rng)
    body[place:place] = other[start:end]


def _swap(body: bytearray, rng: Random, _: Sequence[bytes]) -> None:
    start, end = _piece(body, rng, 400)
    piece = bytes(body[start:end])
    del body[start:end]
    place = _place(body, rng)
    body[place:place] = piece


CHANGES: tuple[Callable[[bytearray, Random, Sequence[bytes]], None], ...] = (_flip, _cut, _drop, _insert, _insert, _flood, _repeat, _splice, _swap)
