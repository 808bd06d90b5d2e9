"""Scripts that are written without spaces between words."""

from __future__ import annotations

WIDE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean letters (Unicode blocks), as ranges for a pattern's set. Korean has spaces, and syllables
that say as much as the others' characters."""
