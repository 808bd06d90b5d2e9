"""How answers begin that are a page, and answers that are none. Compared in lower case, after white space and byte order mark."""

from __future__ import annotations

HTML_TYPES = frozenset(("application/xhtml+xml", "text/html"))

VAGUE_TYPES = frozenset(("application/octet-stream", "application/unknown", "application/xml", "text/plain", "text/xml", "unknown/unknown"))
"""Media types that servers send when they do not know."""

HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")

OTHER_STARTS = {
    b"%pdf-": "PDF",
    b"\x89png": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"gif8": "GIF image",
    b"riff": "WebP image or sound",
    b"pk\x03\x04": "ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"<?xml": "XML",
    b"<rss": "RSS feed",
    b"<feed": "Atom feed",
    b"<rdf": "RDF feed",
    b"<urlset": "sitemap",
    b"<sitemapindex": "sitemap",
    b"<svg": "SVG image",
    b"{": "JSON",
    b"[": "JSON",
}
