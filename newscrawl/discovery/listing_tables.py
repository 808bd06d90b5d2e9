"""How pages that list articles count their pages, in addresses and classes, and which of their links lead to no article. Data only."""

from __future__ import annotations

NEXT_CLASSES = frozenset(
    (
        *("next", "next-page", "nextpage", "next_page", "nextpostslink", "page-next", "pagination-next", "pagination__next", "pagination-item-next"),
        *("pager-next", "pager__next", "pager__item--next", "pagenav-next", "nav-previous", "nav-older", "older", "older-posts", "previous-entries"),
        *("load-more", "loadmore", "alm-load-more-btn", "blog-pager-older-link", "page-link-next", "next-posts", "next-link"),
    )
)
"""Classes of a link to the next page, or of the element around it. `nav-previous` is what WordPress calls the older posts."""

_PAGE_WORDS = "page|pages|seite|pagina|página|pag|strona|sayfa|sida|side|sivu|halaman|trang|strana|stranica|oldal|صفحة|صفحه|страница"

BARE_COUNTER = r"(?<!/(?:19|20)[0-9]{2})(?<!/(?:19|20)[0-9]{2}/[0-9]{2})/([0-9]{1,3})(?=/?$)"
"""A number alone, but no month or day behind its year. Articles by number have more digits, or another list's address before it."""

PATH_COUNTERS = (
    (rf"/(?:{_PAGE_WORDS})[/_=-]?([0-9]{{1,6}})(?=/?$)", "/sport/page/2/"),
    (r"/(?:index|list|liste|archive)[_-]([0-9]{1,6})(?:\.s?html?|\.php|\.aspx?)?(?=/?$)", "/sport/index_2.html"),
    (r"/p/?([0-9]{1,4})(?=/?$)", "/sport/p2"),
    (r"(?<=[a-z])[,;]([0-9]{1,6})(?:\.html?)?(?=/?$)", "/sport,2.html"),
    (BARE_COUNTER, "/sport/2"),
)
"""How paths count pages, by a group with the number, and an address that does. For paths in lower case with `%xx` undone."""

QUERY_COUNTERS = (
    *("page", "paged", "pg", "pag", "pagina", "seite", "strona", "sayfa", "sida", "side", "sivu", "halaman", "trang", "strana", "stranica", "oldal"),
    *("pageno", "page_no", "pagenum", "page_num", "pagenumber", "page_number", "pageindex", "page_index", "currentpage"),
    *("pagen_1", "pagen_2", "curpage", "p", "pn", "np", "query-page", "page_n"),
)
"""Parameters (lower case) that count pages. `p` at the root is WordPress's number of an article, and none."""

OFFSET_PARAMS = ("offset", "start", "from", "skip", "limitstart", "st", "begin", "first", "startrow")
"""Parameters that count the articles passed over."""

NEVER_FOLDERS = frozenset(
    (
        *("tag", "tags", "category", "categories", "author", "authors", "label", "rubrique", "categoria", "kategorie", "kategori", "etiqueta"),
        *("etichetta", "schlagwort", "autor", "auteur", "autore", "search", "suche", "recherche", "buscar", "feed", "rss", "login", "signin"),
        *("register", "signup", "account", "cart", "checkout", "wp-admin", "wp-login.php", "wp-json", "wp-content", "cdn-cgi", "xmlrpc.php"),
    )
)
"""Segments of paths (lower case), first or last but one, or alone, of pages that are no articles. An outlet's own `[article] path` overrules them."""

NOT_SECTION_FOLDERS = frozenset(
    (
        *("author", "authors", "autor", "auteur", "tag", "tags", "search", "suche", "recherche", "buscar", "feed", "rss", "login", "signin"),
        *("register", "signup", "account", "cart", "checkout", "shop", "subscribe", "subscription", "newsletter", "newsletters", "privacy"),
        *("privacy-policy", "terms", "terms-of-use", "terms-of-service", "contact", "contact-us", "about", "about-us", "advertise", "impressum"),
        *("datenschutz", "share", "print", "comments", "jobs", "careers", "cookies", "cookie-policy", "faq", "help", "sitemap", "wp-admin"),
        *("wp-login.php", "wp-json", "wp-content", "cdn-cgi", "xmlrpc.php", "اتصل-بنا", "من-نحن", "سياسة-الخصوصية", "تواصل-معنا"),
    )
)
"""Segments of paths (lower case) of pages in a menu that are no sections with articles."""

SELDOM_FOLDERS = frozenset(
    (
        *("topic", "topics", "subscribe", "subscription", "newsletter", "newsletters", "shop", "privacy", "privacy-policy", "terms", "terms-of-use"),
        *("terms-of-service", "contact", "contact-us", "about", "about-us", "advertise", "impressum", "datenschutz", "share", "print", "comments"),
        *("jobs", "careers", "cookies", "cookie-policy", "faq", "help", "sitemap"),
    )
)
"""The same, but for those whose address is an article's all the same."""

ID_PARAMS = (
    *("p", "id", "nid", "newsid", "news_id", "article", "articleid", "article_id", "story", "storyid", "story_id"),
    *("aid", "item", "itemid", "post"),
)
"""Parameters (lower case) whose number is an article's."""

NOT_ARTICLE_FILES = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".ico", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip"),
    *(".mp3", ".mp4", ".m4a", ".mov", ".webm", ".ogg", ".xml", ".rss", ".atom", ".json", ".css", ".js", ".txt", ".apk", ".ics"),
)

NOT_ARTICLE_RELATIONS = frozenset(("author", "tag", "category", "search", "license", "privacy-policy", "terms-of-service", "me", "help", "ugc"))
"""Relations of links that lead to no article; those of WordPress's categories are `category tag`."""
