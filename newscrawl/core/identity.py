"""Identity: the id of an article and the digest of a key. Both are functions of their arguments alone, now and in later versions."""

from __future__ import annotations

from hashlib import blake2b

ID_DIGEST_BYTES = 8
"""16 hex digits. Ids share an outlet, so two of its n articles meet with odds of n² / 2⁶⁵: one in 37 million for a million articles."""

KEY_DIGEST_BYTES = 16
"""Keys of all outlets share an index, and a clash there would lose an article unseen: less than one in 10²⁰ for a thousand million keys."""


def mint_id(outlet: str, key: str) -> str:
    """The id of the article whose final address has `key`, such as `sahwa-1f0c…`: minted once and then kept, whatever becomes of the key."""
    return f"{outlet}-{_digest(key, ID_DIGEST_BYTES).hex()}"


def key_digest(key: str) -> bytes:
    """`key` in 16 bytes, for an index in a database."""
    return _digest(key, KEY_DIGEST_BYTES)


def _digest(text: str, size_bytes: int) -> bytes:
    """BLAKE2b (RFC 7693) of the UTF-8; lone surrogates, which a broken address may hold, count as they are."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size_bytes).digest()
