"""Words of the sample outlet that are no story: its names, its sections, its authors, its months."""

from __future__ import annotations

OUTLET_NAME = "صحيفة المثال"
OUTLET_MOTTO = "أخبار المحافظة كما يراها أهلها"

SECTION_SLUGS = {
    "محليات": "local",
    "اقتصاد": "economy",
    "ثقافة": "culture",
    "رياضة": "sport",
    "بيئة": "environment",
    "علوم وتقنية": "science",
    "مجتمع": "society",
    "دولي": "world",
    "English": "english",
}

AUTHOR_SLUGS = {
    "مها الدراوي": "maha",
    "كريم الصفدان": "karim",
    "ليلى المنجور": "layla",
    "نادر الحوّاش": "nader",
    "هيئة التحرير": "desk",
    "Rana Haddour": "rana",
    "Newsroom": "newsroom",
}

ARABIC_MONTHS = {8: "أغسطس", 9: "سبتمبر"}
ENGLISH_MONTHS = {8: "August", 9: "September"}
