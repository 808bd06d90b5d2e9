"""Words that outlets give as sections or tags and that say nothing of a story."""

from __future__ import annotations

from functools import cache

from newscrawl.core.arabic import fold

EMPTY_WORDS = (
    ("en", "uncategorized"),
    ("en", "uncategorised"),
    ("en", "home"),
    ("en", "homepage"),
    ("en", "latest"),
    ("en", "latest news"),
    ("en", "breaking"),
    ("en", "breaking news"),
    ("en", "top news"),
    ("en", "top stories"),
    ("en", "headlines"),
    ("en", "featured"),
    ("en", "trending"),
    ("en", "news today"),
    ("en", "today news"),
    ("en", "online news"),
    ("en", "article"),
    ("en", "articles"),
    ("en", "none"),
    ("en", "null"),
    ("en", "undefined"),
    ("de", "Startseite"),
    ("de", "Nachrichten"),
    ("de", "aktuelle Nachrichten"),
    ("de", "unkategorisiert"),
    ("de", "nicht kategorisiert"),
    ("fr", "Accueil"),
    ("fr", "Non classé"),
    ("fr", "actualités"),
    ("es", "Inicio"),
    ("es", "Portada"),
    ("es", "Sin categoría"),
    ("es", "últimas noticias"),
    ("pt", "Sem categoria"),
    ("pt", "últimas notícias"),
    ("it", "Senza categoria"),
    ("it", "ultime notizie"),
    ("nl", "Geen categorie"),
    ("pl", "Bez kategorii"),
    ("cs", "Nezařazené"),
    ("ro", "Fără categorie"),
    ("hu", "Egyéb kategória"),
    ("tr", "Genel haberler"),
    ("tr", "son dakika"),
    ("id", "Tak Berkategori"),
    ("ru", "Без рубрики"),
    ("ru", "Главная"),
    ("ru", "новости"),
    ("uk", "Без категорії"),
    ("el", "Χωρίς κατηγορία"),
    ("ar", "غير مصنف"),
    ("ar", "الرئيسية"),
    ("ar", "أخبار عاجلة"),
    ("ar", "آخر الأخبار"),
    ("fa", "دسته‌بندی نشده"),
    ("fa", "صفحه اصلی"),
    ("he", "ללא קטגוריה"),
    ("ja", "未分類"),
    ("ja", "ホーム"),
    ("zh", "未分类"),
    ("zh", "未分類"),
    ("zh", "首页"),
    ("ko", "미분류"),
)
"""Rows (language, words): a system's default, the home page, and words for search engines that fit every story."""

SERIES_WORDS = (
    ("en", "and"),
    ("en", "&"),
    ("en", "+"),
    ("de", "und"),
    ("fr", "et"),
    ("es", "y"),
    ("es", "e"),
    ("pt", "e"),
    ("it", "ed"),
    ("ca", "i"),
    ("nl", "en"),
    ("sv", "och"),
    ("da", "og"),
    ("fi", "ja"),
    ("et", "ning"),
    ("pl", "oraz"),
    ("cs", "a"),
    ("ro", "și"),
    ("hu", "és"),
    ("tr", "ve"),
    ("id", "dan"),
    ("vi", "và"),
    ("sq", "dhe"),
    ("hr", "te"),
    ("ru", "и"),
    ("uk", "та"),
    ("uk", "і"),
    ("el", "και"),
    ("fa", "و"),
    ("ur", "اور"),
    ("hi", "और"),
)
"""Rows (language, word): "and", as it stands in the last part of a series: "Arts, Books and Film" is one section's name."""

WAW = "و"
"""The Arabic "and", which is written as one with the word behind it."""


def ends_series(part: str) -> bool:
    """Whether the last of some words between commas says that they are a series, and one name."""
    words = part.split()
    return not _series_words().isdisjoint(map(str.casefold, words)) or part.strip().startswith(WAW)


@cache
def _series_words() -> frozenset[str]:
    return frozenset(word for _, word in SERIES_WORDS)


def is_empty_word(word: str) -> bool:
    """Whether a section or tag says nothing of its story."""
    return fold(word) in _empty_words()


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(fold(words) for _, words in EMPTY_WORDS)
