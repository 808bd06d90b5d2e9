"""newscrawl turns news outlets into clean, deduplicated JSONL. As a library it turns one page into one article:

    from newscrawl import extract

    article = extract(html, "https://courier.example/2026/11/bridge")

Everything public is loaded when it is first asked for (PEP 562), so that `import newscrawl` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newscrawl.core.article import Article
    from newscrawl.core.link import Hints
    from newscrawl.core.outlet import ExtractRules, Outlet
    from newscrawl.core.verdict import Reason, Rejection
    from newscrawl.library import extract

__version__ = "0.1.0"
__all__ = ["extract", "Article", "Rejection", "Reason", "Outlet", "ExtractRules", "Hints", "__version__"]

_HOMES = {
    "extract": "newscrawl.library",
    "Article": "newscrawl.core.article",
    "ExtractRules": "newscrawl.core.outlet",
    "Hints": "newscrawl.core.link",
    "Outlet": "newscrawl.core.outlet",
    "Reason": "newscrawl.core.verdict",
    "Rejection": "newscrawl.core.verdict",
}
"""Where the public names live."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
