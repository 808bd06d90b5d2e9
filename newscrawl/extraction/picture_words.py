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
    "white",
    "wide",
)
"""They say what such a file is for, and nothing of what it shows."""

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
