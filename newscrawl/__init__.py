"""newscrawl turns news outlets into clean, deduplicated JSONL."""

from __future__ import annotations

__version__ = "0.1.0"
