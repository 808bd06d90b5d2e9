"""Which of several texts on a page is the story's: pages of usual shapes on which a named box or a neighbour was taken for it."""

from __future__ import annotations

import pytest

import newscrawl
from newscrawl.core.article import Article

TITLE = "Old bridge over the river closes for two years"
H1 = f"<h1>{TITLE}</h1>"
STORY = [f"The council said in its report of day {n} that the bridge has to be closed for so long, and named reasons." for n in range(10)]
OTHER = [f"Bakers in valley number {n} rise at three, whatever their neighbours say of the noise that they make then." for n in range(20)]
FLASH = ["The old bridge closes on Monday.", "Traffic goes by the ferry."]


def _p(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _next(tag: str, title: str, lines: list[str]) -> str:
    return f'<{tag} class="story"><h1>{title}</h1><div class="article-body">{_p(lines)}</div></{tag}>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f'<div id="m">{H1}<div class="entry-content">{_p(FLASH)}</div></div><div id="footer">{_p(OTHER[:3])}</div>', FLASH),
        (f'<div>{H1}<div>{"".join(f"<div>{s}</div>" for s in STORY)}</div></div><div class="rich-text">{_p(OTHER[:1])}</div>', STORY),
        (_next("div", TITLE, STORY) + _next("div", "Bakers rise at three", OTHER), STORY),
        (_next("article", TITLE, STORY) + _next("article", "Bakers rise at three", OTHER), STORY),
        (f'<div class="entry-content"><div class="group">{_p(STORY[:9])}</div>{_p(STORY[9:])}</div>', STORY),
        (f'<div class="post-content"><div class="row row-1">{_p(STORY[:9])}</div><div class="row row-2">{_p(STORY[9:])}</div></div>', STORY),
        (
            f'<div class="entry-content"><div class="c">{_p(STORY[:6])}</div><div class="c">{_p(STORY[6:7])}<form><input type="email"></form></div></div>',
            STORY[:7],
        ),
    ],
)
def test_the_text_is_the_headlines(body: str, text: list[str]) -> None:
    page = f"<html><head><title>{TITLE}</title><meta property='og:type' content='article'></head><body>{body}</body></html>"
    article = newscrawl.extract(page.encode(), "https://courier.example/2024/bridge.html")
    assert isinstance(article, Article)
    assert (article.text or "").split("\n") == text
