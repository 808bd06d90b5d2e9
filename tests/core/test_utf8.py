"""Bodies as UTF-8, whatever they were written in and however large they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core import utf8
from newscrawl.core.charset import decode
from newscrawl.core.utf8 import as_utf8

ARABIC = "حصاد القمح يبدأ في الوادي قبل موعده بأسبوعين كما قال المزارعون "


@given(st.binary(max_size=300), st.sampled_from([None, "windows-1256", "utf-8", "utf-16", "nonsense"]))
def test_the_same_text_as_decoding_gives(body: bytes, http: str | None) -> None:
    assert as_utf8(body, http=http) == decode(body, http=http).encode("utf-8", "replace")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1256", "iso8859-6", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ascii_chars", [300, 3_000, 70_000])
def test_large_bodies_by_a_sample(monkeypatch: pytest.MonkeyPatch, charset: str, ascii_chars: int) -> None:
    monkeypatch.setattr(utf8, "SAMPLE_BYTES", 6_000)
    monkeypatch.setattr(utf8, "PIECE_BYTES", 333)
    label = charset.replace("cp", "windows-").replace("-sig", "").replace("iso8859", "iso-8859")
    text = "<rss>" + "x" * ascii_chars + ARABIC * 100
    assert as_utf8(text.encode(charset), http=label).decode() == text


def test_a_broken_letter_far_behind_the_sample_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utf8, "SAMPLE_BYTES", 1_000)
    assert as_utf8(ARABIC.encode() * 50 + b"\xff" + b"a") == ARABIC.encode() * 50 + "\ufffda".encode()
