"""The address that a saved page gives for itself."""

from __future__ import annotations

import pytest

from newscrawl.extraction.own_address import own_address

CANONICAL = '<link rel="shortlink" href="https://a.example/?p=1"><link rel="Canonical" href="https://a.example/b/">'
GRAPH = '<meta property="og:url" content="https://a.example/g/">'

PAGES = [
    ("<!-- saved from url=(0021)https://a.example/a/ --><p>x", "https://a.example/a/"),
    ("<!doctype html>\n<!-- saved from url=(0021)https://a.example/a/ --><html>" + CANONICAL, "https://a.example/a/"),
    ("<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://a.example/s/ \n saved date: Mon Nov 23 2026\n-->", "https://a.example/s/"),
    ("<!-- saved from url=(0014)about:internet -->" + GRAPH, "https://a.example/g/"),
    (CANONICAL + GRAPH, "https://a.example/b/"),
    ('<link rel="canonical" href="/b/">' + GRAPH, "https://a.example/g/"),
    ('<link rel="canonical" href="https://user:pw@a.example/">', None),
    ("<p>see url: https://a.example/</p>", None),
    ("<!-- " + "x" * 5000 + "saved from url=(0021)https://a.example/a/ -->", None),
    ("", None),
    ("\0", None),
]


@pytest.mark.parametrize(("html", "address"), PAGES)
def test_the_address_that_a_saved_page_gives(html: str, address: str | None) -> None:
    assert own_address(html.encode()) == address
