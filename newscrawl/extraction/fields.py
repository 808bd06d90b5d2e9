"""Which source gives which field: the one list of precedence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from newscrawl.core.link import Hints
from newscrawl.core.url import same_site
from newscrawl.extraction.around import Around, look_around
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.guess import guess_date, read_path_date
from newscrawl.extraction.jsonld import Node, article_node, nodes_of
from newscrawl.extraction.meta import read_meta, read_title_tag
from newscrawl.extraction.newsnode import read_node
from newscrawl.extraction.values import language_tag, plain, words
from newscrawl.extraction.visible import (
    read_bylines,
    read_canonical,
    read_dated_lines,
    read_headline,
    read_images,
    read_links,
    read_times,
)

FIELD_ORDER: Mapping[str, tuple[str, ...]] = {
    "title": ("h1", "json-ld", "meta", "title", "feed"),
    "summary": ("json-ld", "meta", "feed"),
    "authors": ("json-ld", "link", "meta", "byline", "feed"),
    "published": ("json-ld", "meta", "time", "feed", "text", "url", "htmldate"),
    "modified": ("json-ld", "meta", "time", "feed", "text"),
    "sections": ("json-ld", "link", "meta"),
    "tags": ("link", "json-ld", "meta", "feed"),
    "image": ("meta", "json-ld", "img", "feed"),
    "language": ("html", "json-ld", "meta", "header", "feed", "outlet"),
    "canonical_url": ("canonical", "meta"),
}
