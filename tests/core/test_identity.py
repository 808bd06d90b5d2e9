"""Ids and digests stay the same for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.identity import KEY_DIGEST_BYTES, key_digest, mint_id


@pytest.mark.parametrize(
    ("outlet", "key", "minted"),
    [
        ("sahwa", "sahwa.example?p=123", "sahwa-c7fd95cf99482668"),
        ("riverside-courier", "courier.example/news/bridge", "riverside-courier-c22a2e1968268812"),
    ],
)
def test_an_id_never_changes_between_versions(outlet: str, key: str, minted: str) -> None:
    assert mint_id(outlet, key) == minted


def test_a_digest_never_changes_between_versions() -> None:
    assert key_digest("sahwa.example?p=123").hex() == "a7e6a5e3485ed32a260b5d1c1524412e"


def test_outlets_share_no_ids() -> None:
    assert mint_id("one", "host/a") != mint_id("two", "host/a")


@given(st.text())
def test_every_text_has_an_id_and_a_digest(key: str) -> None:
    outlet, _, digits = mint_id("outlet", key).rpartition("-")
    assert outlet == "outlet"
    assert len(bytes.fromhex(digits)) == 8
    assert len(key_digest(key)) == KEY_DIGEST_BYTES


@given(st.sets(st.text(), min_size=2, max_size=2))
def test_other_keys_have_other_ids_and_digests(keys: set[str]) -> None:
    one, two = keys
    assert mint_id("outlet", one) != mint_id("outlet", two)
    assert key_digest(one) != key_digest(two)


@pytest.mark.parametrize("key", ["", "\ud800", "host/\udcd8\udca7", "host/\x00"])
def test_broken_text_has_an_id(key: str) -> None:
    assert mint_id("outlet", key).startswith("outlet-")
