"""Codes of two letters that pages give for their language: those of languages, and those of countries that are taken for one."""

from __future__ import annotations

LANGUAGE_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy
ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh
si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
"""ISO 639-1, with the old codes of Hebrew, Indonesian, Yiddish, Moldavian and Serbo-Croatian."""

COUNTRY_CODES = (
    ("al", "sq"),
    ("at", "de"),
    ("au", "en"),
    ("bd", "bn"),
    ("cl", "es"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("eg", "ar"),
    ("gb", "en"),
    ("ge", "ka"),
    ("gr", "el"),
    ("hk", "zh"),
    ("il", "he"),
    ("iq", "ar"),
    ("ir", "fa"),
    ("jp", "ja"),
    ("kz", "kk"),
    ("mx", "es"),
    ("np", "ne"),
    ("nz", "en"),
    ("pk", "ur"),
    ("pe", "es"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
)
"""Rows (country by ISO 3166-1, the language that most of its pages are in), for countries whose code is no language's."""

SHARED_CODES = (
    ("br", "pt"),
    ("ch", "de"),
    ("co", "es"),
    ("ee", "et"),
    ("se", "sv"),
)
"""Rows (code, language of the country that has it too), where the language of that code (Breton, Chamorro, Corsican, Ewe, Northern Sami) has no row
of small words: a text that is plainly in the country's language refutes it."""
