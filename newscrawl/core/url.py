"""Addresses: a careful one to fetch and show, a lossy key to compare, and which of them are one site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import is_normalized, normalize
from urllib.parse import unquote

from newscrawl.core.host import bare_host, is_same_site
from newscrawl.core.tracking_params import TRACKING_NAMES, TRACKING_PREFIXES
from newscrawl.core.url_parts import MAX_URL_CHARS, UrlParts, UrlProblem, clean_authority, clean_path, clean_query, join_url, split_url, trim_url
from newscrawl.core.url_tables import COMMENT_PAGE, DEFAULT_PORTS, INDEX_PAGES, SAME_ARTICLE_ENDINGS, SAME_ARTICLE_PARAMS

__all__ = ["MAX_URL_CHARS", "URL_KEY_VERSION", "UrlProblem", "clean_url", "host_of", "same_site", "url_key"]

URL_KEY_VERSION = 1
"""Raised with every change of what `url_key` returns, tables included: the state then computes its keys again."""

MAX_RAW_CHARS = 4 * MAX_URL_CHARS
"""What we look at: room for white space and tracking parameters that go; a longer text is too long without them as well."""

_PORT = re.compile(":[0-9]+$")
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9_-]++\.)*+[a-z0-9_-]++(?::[1-9][0-9]{1,4})?+"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*+)?+(?:\?[A-Za-z0-9._~!$&()*+,;=:@/?%-]*+)?+"
)
"""What `clean_url` would change only in ways that the key does not see (dot segments aside): most addresses, and all stored ones."""

_LETTER_ESCAPES = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
_ASCII_ESCAPE = re.compile("%[0-7][0-9A-Fa-f]")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
"""RFC 3986 §2.3: an escape of these is the character itself."""


def clean_url(url: str, base: str | None = None, keep_params: Iterable[str] = ()) -> str | UrlProblem:
    """The address as it may be fetched and shown, or what is wrong with it. Never raises; cleaning twice changes nothing.

    Resolved against `base`, ASCII (host in punycode, the rest escaped as UTF-8, escapes in upper case and never undone), without fragment, default
    port, dot segments and tracking parameters; those that `keep_params` names stay, as do the order of the others, the case and the trailing slash.
    """
    if len(url) > MAX_RAW_CHARS:
        return UrlProblem.TOO_LONG
    text = trim_url(url)
    if not text:
        return UrlProblem.EMPTY
    parts = _whole(split_url(text), base)
    if isinstance(parts, UrlProblem):
        return parts
    authority = clean_authority(parts.scheme, parts.authority or "")
    if isinstance(authority, UrlProblem):
        return authority
    clean = f"{parts.scheme}://{authority}{clean_path(parts.path)}{_fetched_query(parts.query or '', _lowered(keep_params))}"
    return clean if len(clean) <= MAX_URL_CHARS else UrlProblem.TOO_LONG


MAX_REMEMBERED_CHARS = 600
KEYS_REMEMBERED = 2048
"""An address is looked up several times on its way to a line: so many keys are remembered, some 3 MB at the most."""


def url_key(url: str, keep_params: Iterable[str] = ()) -> str:
    """A text that is equal for addresses of one article: compared and stored, never fetched, never shown. Never raises.

    Blind to scheme, fragment, mirror hosts (`www.`), ports 80 and 443, trailing slash, spelling of escapes, order of parameters, tracking parameters
    (but those in `keep_params`), AMP, embedded and comment-page forms. A text that `clean_url` refuses has
    a key too: itself, or what the same rules make of it.
    """
    keep = _lowered(keep_params)
    return _short_key(url, keep) if len(url) <= MAX_REMEMBERED_CHARS else _key(url, keep)


@lru_cache(KEYS_REMEMBERED)
def _short_key(url: str, keep: frozenset[str]) -> str:
    return _key(url, keep)


def _key(url: str, keep: frozenset[str]) -> str:
    if not _PLAIN.fullmatch(url) or "/." in url or "/%2E" in url or "/%2e" in url:
        clean = clean_url(url, keep_params=keep)
        if isinstance(clean, UrlProblem):
            return url
        url = clean
    address, _, query = url.partition("://")[2].partition("?")
    authority, slash, path = address.partition("/")
    host = bare_host(authority.removesuffix(":80").removesuffix(":443"))
    key = host + _article_path(_decode(slash + path))
    return key + _article_query(_decode(query), keep) if query else key


def same_site(a: str, b: str) -> bool:
    """Whether two addresses are of one site: equal hosts but for `www.` and its like, or one host below the other. Ports do not count."""
    return is_same_site(_PORT.sub("", host_of(a)), _PORT.sub("", host_of(b)))


def host_of(url: str) -> str:
    """Lower-case ASCII host of an absolute address, with its port unless it is the scheme's own; empty when there is none. Never raises."""
    parts = split_url(trim_url(url[:MAX_RAW_CHARS]))
    if parts.scheme not in DEFAULT_PORTS:
        return ""
    host = clean_authority(parts.scheme, (parts.authority or "").rpartition("@")[2])
    return "" if isinstance(host, UrlProblem) else host


def _lowered(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.lower, names)) if names else frozenset()


def _whole(parts: UrlParts, base: str | None) -> UrlParts | UrlProblem:
    """`parts` resolved against `base` where they need one; `http:path` does, as in browsers."""
    if parts.scheme and parts.scheme not in DEFAULT_PORTS:
        return UrlProblem.SCHEME
    if parts.scheme and parts.authority is not None:
        return parts
    clean_base = UrlProblem.BAD if base is None else clean_url(base)
    if isinstance(clean_base, UrlProblem):
        return clean_base
    root = split_url(clean_base)
    return join_url(parts, root) if parts.scheme in ("", root.scheme) else UrlProblem.BAD


def _fetched_query(query: str, keep: frozenset[str]) -> str:
    kept = [param for param in query.split("&") if param and not _is_tracking(_name_of(param), keep)]
    return "?" + clean_query("&".join(kept)) if kept else ""


def _name_of(param: str) -> str:
    """The parameter's name in lower case, without the `amp;` that a feed escaped twice puts before it."""
    name = param.partition("=")[0]
    name = (unquote(name) if "%" in name else name).lower()
    return name.rpartition("amp;")[2] if name.startswith("amp;") else name


def _is_tracking(name: str, keep: frozenset[str]) -> bool:
    return (name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)) and name not in keep


def _decode(text: str) -> str:
    """One spelling for all escapes: letters beyond ASCII and unreserved characters as themselves (NFC), the rest in upper case."""
    if "%" not in text:
        return text
    text = _LETTER_ESCAPES.sub(_letters, text)
    if "%" in text:
        text = _ASCII_ESCAPE.sub(_character, text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _letters(escapes: re.Match[str]) -> str:
    try:
        return bytes.fromhex(escapes[0].replace("%", "")).decode()
    except UnicodeDecodeError:  # another charset's escapes, or cut in the middle of a letter
        return escapes[0].upper()


def _character(escape: re.Match[str]) -> str:
    char = chr(int(escape[0][1:], 16))
    return char if char in _UNRESERVED else escape[0].upper()


def _article_path(path: str) -> str:
    """The path without trailing slash, index page and AMP, embed and comment-page endings; a section that is called `amp` keeps its name."""
    while True:
        path = path.rstrip("/")
        folder, _, last = path.rpartition("/")
        if not (last in INDEX_PAGES or (folder and _is_form_of_article(last))):
            return path.removesuffix(".amp.html") + ".html" if path.endswith(".amp.html") else path
        path = folder


def _is_form_of_article(ending: str) -> bool:
    return ending in SAME_ARTICLE_ENDINGS or (ending.startswith(COMMENT_PAGE) and ending[len(COMMENT_PAGE) :].isdecimal())


def _article_query(query: str, keep: frozenset[str]) -> str:
    kept = sorted(param for param in query.split("&") if param and _identifies(param, keep))
    return "?" + "&".join(kept) if kept else ""


def _identifies(param: str, keep: frozenset[str]) -> bool:
    """Whether a parameter tells articles apart: it is neither tracking nor another form of the same article."""
    name = _name_of(param)
    if name in keep:
        return True
    if name in SAME_ARTICLE_PARAMS:
        forms = SAME_ARTICLE_PARAMS[name]
        return forms is not None and param.partition("=")[2].lower() not in forms
    return not _is_tracking(name, keep)
