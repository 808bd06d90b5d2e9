"""What a spider or a pipeline passes on, under the names where Scrapy users look for it."""

from newscrawl.core.article import Article
from newscrawl.core.page import Page, Unfetched

__all__ = ["Article", "Page", "Unfetched"]
