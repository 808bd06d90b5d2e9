"""newspaper4k, without its downloads of pictures and language models. It reads text, so the bytes are read as UTF-8, which the real pages are."""

from __future__ import annotations

from newspaper import Article, Config


def extract(html: bytes, url: str, headers: dict, fetched_at: str) -> dict:
    config = Config()
    config.fetch_images = False
    article = Article(url, config=config)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date.isoformat() if hasattr(article.publish_date, "isoformat") else None
    return {"text": article.text, "title": article.title, "authors": list(article.authors), "published": published}
