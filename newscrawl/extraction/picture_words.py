"""Words in the file names of pictures that show no story."""

from __future__ import annotations

NO_PICTURE_WORDS = frozenset(
    (
        "avatar",
        "blank",
        "default",
        "dummy",
        "fallback",
        "favicon",
        "gravatar",
        "icon",
        "logo",
        "logotype",
        "noimage",
        "nophoto",
        "nopic",
        "pixel",
        "placeholder",
        "spacer",
        "sprite",
        "subscribe",
        "transparent",
    )
)
"""A name that has one of them and nothing but fillers and the outlet's own name beside it."""

FILLER_WORDS = (
    "amp",
    "banner",
    "big",
    "black",
    "blue",
    "brand",
    "card",
    "cover",
    "dark",
    "facebook",
    "fb",
    "full",
    "graphic",
    "header",
    "home",
    "image",
    "img",
    "large",
    "light",
    "main",
    "meta",
    "new",
    "no",
    "og",
    "opengraph",
    "photo",
    "png",
    "post",
    "preview",
    "red",
    "scaled",
    "schema",
    "seo",
    "share",
    "sharing",
    "site",
    "small",
    "social",
    "square",
    "thumb",
    "thumbnail",
    "twitter",
    "user",
    "web",
    "website",
    "whatsapp",
    "white",
    "wide",
)
"""They say what such a file is for, and nothing of what it shows."""

SHARE_WORDS = frozenset(("og", "opengraph", "share", "sharing", "social"))
"""A name that has one of them, and nothing but fillers and the outlet's own name beside it, is the same for all stories where it lies among the files
of the site: a picture for networks, for want of one."""

SITE_FOLDERS = frozenset(
    (
        "app",
        "assets",
        "build",
        "bundles",
        "cdn",
        "common",
        "content",
        "custom",
        "default",
        "design",
        "dist",
        "files",
        "frontend",
        "global",
        "icons",
        "images",
        "img",
        "imgs",
        "layout",
        "media",
        "public",
        "resources",
        "sites",
        "skin",
        "static",
        "storage",
        "styles",
        "template",
        "templates",
        "theme",
        "themes",
        "uploads",
        "wp",
    )
)
"""Folders of what a site is made of, and of uploads; none of them is one story's."""

NO_PICTURE_HOSTS = frozenset(
    (
        "secure.gravatar.com",
        "www.gravatar.com",
        "0.gravatar.com",
        "1.gravatar.com",
        "2.gravatar.com",
    )
)
"""Portraits of people who write or comment."""
