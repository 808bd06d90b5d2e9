"""Every key that an outlet file may hold, one row each, with the check of its value. A key that is not here is a mistake."""

from __future__ import annotations

from newscrawl.core.outlet import Serves, Via
from newscrawl.outlets import checks
from newscrawl.outlets.checks import Check

TOP_LEVEL: dict[str, Check] = {
    "name": checks.line_of_text(max_chars=200),
    "home": checks.url,
    "language": checks.language,
    "timezone": checks.zone,
    "charset": checks.charset,
}

SEED: dict[str, Check] = {
    "via": checks.one_of(Via),
    "url": checks.url,
    "serves": checks.one_of(Serves),
    "types": checks.array_of(checks.post_type),
}

TABLES: dict[str, dict[str, Check]] = {
    "fetch": {
        "delay_seconds": checks.number(0, 3600),  # an hour between two requests is no crawl any more
        "connections": checks.whole_number(1, 16),  # what a browser opens to one host at the most, and more than is polite
        "max_age_days": checks.whole_number(1, 36_500),  # a hundred years: older than every web page
    },
    "article": {
        "path": checks.regex,
        "keep_params": checks.array_of(checks.param),
    },
    "extract": {
        "body": checks.element_selector,
        "remove": checks.array_of(checks.element_selector),
        "title": checks.selector,
        "authors": checks.selector,
        "published": checks.selector,
        "modified": checks.selector,
        "summary": checks.selector,
        "sections": checks.selector,
        "tags": checks.selector,
        "image": checks.selector,
    },
    "boilerplate": {
        "lines": checks.array_of(checks.line_of_text(max_chars=1000)),
    },
}

REQUIRED_TOP_LEVEL = ("name", "home")
REQUIRED_SEED = ("via", "url")
