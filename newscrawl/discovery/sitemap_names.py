"""How outlets write dates into the addresses of their sitemaps: patterns of path and query, each with what it dates. Data only.

Patterns are for lower-case texts with `%xx` undone. Their groups are year `y`, month `m`, day `d`, ISO week `w`, quarter `q`, and a second year,
month and day for spans (`y2`, `m2`, `d2`). The first row that reads an address counts, so finer ones stand first.
"""

from __future__ import annotations

from typing import NamedTuple


class SitemapName(NamedTuple):
    """A form: an address that has it, the first and the last day that it dates, its pattern, and which group may be a number of parts instead."""

    example: str
    first: str
    last: str
    pattern: str
    may_be_part: str = ""


def _year(group: str = "y") -> str:
    return rf"(?<![0-9])(?P<{group}>(?:19|20)[0-9]{{2}})"


def _month(group: str = "m") -> str:
    return f"(?P<{group}>0[1-9]|1[0-2])"


def _day(group: str = "d") -> str:
    return f"(?P<{group}>0[1-9]|[12][0-9]|3[01])"


def _param(names: str, value: str) -> str:
    """A look ahead, so that the order of parameters does not count."""
    return rf"(?=(?:[^?]*&)?(?:{names})={value}(?:&|$))"


MONTH_WORDS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""Whole, or their first three letters."""

_WORD = rf"(?<![a-z])(?P<m>{'|'.join(f'{word[:3]}(?:{word[3:]})?' for word in MONTH_WORDS)})(?![a-z])"
_END = "(?![0-9])"
_ONE = "(?P<{}>[0-9]{{1,2}})"
_YEARS = r"yyyy|year|y|yr|jahr|annee|ano|anno|god"
_MONTHS = r"mm|month|m|mon|monat|mois|mes|mese"

SITEMAP_NAMES = (
    SitemapName(
        "/sitemap_20190401-20190403.xml",
        "2019-04-01",
        "2019-04-03",
        _year() + _month() + _day() + "[-_]+" + _year("y2") + _month("m2") + _day("d2") + _END,
    ),
    SitemapName(
        "/sitemap-2019-04-01-to-2019-04-03.xml",
        "2019-04-01",
        "2019-04-03",
        _year() + "-" + _month() + "-" + _day() + "[-_]+(?:to[-_]+)?" + _year("y2") + "-" + _month("m2") + "-" + _day("d2") + _END,
    ),
    SitemapName(
        "/sitemap-2019-04-to-2019-06.xml",
        "2019-04-01",
        "2019-06-30",
        _year() + "[-_]" + _month() + "[-_]+(?:to[-_]+)?" + _year("y2") + "[-_]" + _month("m2") + _END,
    ),
    SitemapName(
        "/sitemap.xml?yyyy=2019&mm=04&dd=01",
        "2019-04-01",
        "2019-04-01",
        r"\?" + _param(_YEARS, _year()) + _param(_MONTHS, _ONE.format("m")) + _param("dd|day|d|tag|jour|dia", _ONE.format("d")),
    ),
    SitemapName("/sitemap.xml?year=2019&month=4", "2019-04-01", "2019-04-30", r"\?" + _param(_YEARS, _year()) + _param(_MONTHS, _ONE.format("m"))),
    SitemapName("/sitemap.xml?date=2019-04-01", "2019-04-01", "2019-04-01", r"[?&](?:date|day)=" + _year() + "-?" + _month() + "-?" + _day() + _END),
    SitemapName("/sitemap.xml?month=2019-04", "2019-04-01", "2019-04-30", r"[?&](?:date|month)=" + _year() + "-?" + _month() + _END),
    SitemapName("/sitemap.xml?year=2019", "2019-01-01", "2019-12-31", r"\?" + _param(_YEARS, _year())),
    SitemapName("/sitemap/2019/04/01_1.xml", "2019-04-01", "2019-04-01", "/" + _year() + "/" + _month() + "/" + _day() + "(?=[/._?]|$)"),
    SitemapName("/sitemaps/2019/04-01.xml", "2019-04-01", "2019-04-01", "/" + _year() + "/" + _month() + "-" + _day() + "(?=[/._?]|$)", "d"),
    SitemapName("/2019/04/sitemap.xml", "2019-04-01", "2019-04-30", "/" + _year() + "/" + _month() + "(?=/|$)"),
    SitemapName("/sitemaps/2019/04.xml", "2019-04-01", "2019-04-30", "/" + _year() + "/(?:[a-z-]+[-_])?" + _month() + "(?=[._?]|$)", "m"),
    SitemapName("/sitemap-2019-04-01.xml", "2019-04-01", "2019-04-01", _year() + "[-_.]" + _month() + "[-_.]" + _day() + _END, "d"),
    SitemapName("/sitemap-20190401.xml", "2019-04-01", "2019-04-01", _year() + _month() + _day() + _END),
    SitemapName("/sitemap-01-04-2019.xml", "2019-04-01", "2019-04-30", "(?<![0-9])[0-9]{2}[-_.]" + _month() + "[-_.]" + _year() + _END),
    SitemapName("/sitemap-2019-W14.xml.gz", "2019-03-25", "2019-04-14", _year() + "[-_]?(?:w|week[-_]?|kw[-_]?)(?P<w>[0-9]{1,2})" + _END),
    SitemapName("/sitemap-2019-Q2.xml", "2019-04-01", "2019-06-30", _year() + "[-_]?q(?P<q>[1-4])" + _END),
    SitemapName("/sitemap-2019-04.xml", "2019-04-01", "2019-04-30", _year() + "[-_.]" + _month() + _END, "m"),
    SitemapName("/sitemap-04-2019.xml", "2019-04-01", "2019-04-30", "(?<![0-9])" + _month() + "[-_.]" + _year() + _END),
    SitemapName("/sitemap-201904.xml", "2019-04-01", "2019-04-30", _year() + _month() + _END),
    SitemapName("/sitemap-april-2019.xml", "2019-04-01", "2019-04-30", _WORD + "[-_]?" + _year() + _END),
    SitemapName("/sitemap-2019-apr.xml", "2019-04-01", "2019-04-30", _year() + "[-_/]?" + _WORD),
    SitemapName("/sitemap-2010-2015.xml", "2010-01-01", "2015-12-31", _year() + "[-_]+(?:to[-_]+)?" + _year("y2") + _END),
    SitemapName("/sitemap/2019/posts.xml", "2019-01-01", "2019-12-31", "/" + _year() + "(?=/)"),
    SitemapName("/sitemap-2019.xml", "2019-01-01", "2019-12-31", "(?<![a-z])" + _year() + _END),
)

UNDATED_NAMES = (
    "/sitemap.xml",
    "/post-sitemap.xml",
    "/post-sitemap3.xml",
    "/post-sitemap2019.xml",
    "/wp-sitemap-posts-post-12.xml",
    "/sitemap-articles-1.xml",
    "/sitemap-1.xml.gz",
    "/sitemap.xml?page=7",
    "/sitemap.xml?type=articles&from=1553990400000",
    "/news-sitemap.xml",
    "/sitemap-before-2015.xml",
    "/sitemap-until-2018-12.xml",
    "/sitemap_since_2020.xml",
    "/wp-content/uploads/2019/04/sitemap.xml",
    "/sitemap-2019-04-2021.xml",
    "/sitemap-120190401.xml",
)
"""Forms that say nothing of a date, or leave one end open."""

OPEN_WORDS = (
    *("before", "until", "till", "upto", "up-to", "older", "older-than", "pre", "since", "from", "after", "newer", "and-earlier", "archive-to"),
    *("bis", "vor", "seit", "ab", "nach", "avant", "jusqu", "depuis", "apres"),
    *("hasta", "antes", "desde", "despues", "ate", "depois", "prima", "dopo", "do", "od"),
)
"""Words directly before a year that make it the end of something longer."""

UNDATED_FOLDERS = ("/uploads/", "/files/", "/media/")
"""Where files lie by the day on which they were uploaded."""
