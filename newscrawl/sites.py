"""Outlets made on the fly: a site that is given by its address becomes an outlet file in the data folder, and is known from then on."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from newscrawl.core.outlet import Outlet, outlet_for_host
from newscrawl.core.url import UrlProblem, clean_url, host_of
from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry, find_outlet
from newscrawl.stores.files import make_folder, write_whole

MAX_SLUG_CHARS = 64
DIGEST_CHARS = 8
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")


def outlet_of_site(address: str, registry: Registry, folder: Path) -> Outlet:
    """The outlet of a site: the known one that has its host, else a new one, whose file is written to `folder`.

    `https://` may be left out. Raises `UsageProblem` for what is no address, `StoreError` when the file can't be written.
    """
    url = clean_url(address if _SCHEME.match(address.strip()) else f"https://{address.strip()}")
    if isinstance(url, UrlProblem):
        raise UsageProblem(f"-a site={address}: {url.value}; give the address of a site, as in -a site=https://news.example/")
    known = registry.for_url(url) or registry.for_host(host_of(url))
    return known or _made(url, registry, folder)


def _made(url: str, registry: Registry, folder: Path) -> Outlet:
    slug = _free_slug(host_of(url), registry)
    make_folder(folder)
    text = f"# Made for -a site={url}; a file of your own for this site, in the folder of NEWSCRAWL_OUTLETS, wins over it.\n\n"
    text += f"name = {json.dumps(urlsplit(url).hostname or url)}\nhome = {json.dumps(url)}\n"
    write_whole(folder / f"{slug}.toml", text)
    return find_outlet(slug, folder)


def _free_slug(host: str, registry: Registry) -> str:
    """A slug made of the host, with a digest of it where that would be too long or is another outlet's."""
    slug = outlet_for_host(host).slug
    if len(slug) <= MAX_SLUG_CHARS and registry.find(slug) is None:
        return slug
    digest = blake2b(host.encode(), digest_size=DIGEST_CHARS // 2).hexdigest()
    return f"{slug[: MAX_SLUG_CHARS - DIGEST_CHARS - 1].rstrip('-')}-{digest}"
