"""Tables of addresses: which hosts, path endings and parameters are forms of one page, and which domains are shared by strangers. Data only."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_PORTS: Mapping[str, int] = {
    "http": 80,
    "https": 443,
}
"""The schemes that we ask for, and the port that needs no mention (RFC 9110 §4.2)."""

MIRROR_LABELS = frozenset(
    (
        "www",
        "m",
        "mobile",
        "amp",
    )
)
"""First labels of hosts that show the same pages as the host without them."""

INDEX_PAGES = frozenset(
    (
        "index.html",
        "index.php",
    )
)
"""Last path segments that name the folder itself."""

SAME_ARTICLE_ENDINGS = frozenset(
    (
        "amp",  # AMP plugins of WordPress
        "embed",  # WordPress' card for other sites
    )
)
"""Last path segments under which an article stands again. `feed` is none of them (comments of an article), nor is a page number."""

COMMENT_PAGE = "comment-page-"
"""WordPress: this and a number, as the last path segment, is the article with other comments below it."""

SAME_ARTICLE_PARAMS: Mapping[str, frozenset[str] | None] = {
    "amp": frozenset(("", "1", "true")),
    "_amp": frozenset(("", "1", "true")),
    "hs_amp": frozenset(("1", "true")),  # HubSpot
    "outputtype": frozenset(("amp",)),  # Arc
    "noamp": None,  # the way back from AMP, WordPress
    "embed": frozenset(("true",)),  # WordPress without permalinks
    "replytocom": None,  # WordPress: the comment form answers this comment
    "cpage": None,  # WordPress: page of the comments
}
"""Parameters (lower case) that show the same article in another form, with the values (lower case) that do so; None: every value does."""

SHARED_SUFFIXES = frozenset(
    (
        # Arab countries
        "com.ye",
        "gov.ye",
        "net.ye",
        "org.ye",
        "com.sa",
        "edu.sa",
        "gov.sa",
        "net.sa",
        "org.sa",
        "com.eg",
        "edu.eg",
        "gov.eg",
        "org.eg",
        "com.ae",
        "gov.ae",
        "net.ae",
        "org.ae",
        "com.bh",
        "gov.bh",
        "com.dz",
        "gov.dz",
        "com.iq",
        "gov.iq",
        "com.jo",
        "gov.jo",
        "org.jo",
        "com.kw",
        "gov.kw",
        "com.lb",
        "gov.lb",
        "org.lb",
        "com.ly",
        "gov.ly",
        "co.ma",
        "gov.ma",
        "press.ma",
        "com.om",
        "gov.om",
        "com.ps",
        "gov.ps",
        "org.ps",
        "com.qa",
        "gov.qa",
        "com.sd",
        "gov.sd",
        "com.sy",
        "gov.sy",
        "com.tn",
        "gov.tn",
        # Middle East and Asia
        "ac.ir",
        "co.ir",
        "gov.ir",
        "co.il",
        "org.il",
        "gov.il",
        "com.tr",
        "gov.tr",
        "org.tr",
        "com.pk",
        "gov.pk",
        "net.pk",
        "com.bd",
        "gov.bd",
        "com.np",
        "co.in",
        "gov.in",
        "net.in",
        "org.in",
        "com.lk",
        "co.id",
        "go.id",
        "or.id",
        "com.my",
        "gov.my",
        "com.sg",
        "gov.sg",
        "com.ph",
        "gov.ph",
        "co.th",
        "go.th",
        "com.vn",
        "gov.vn",
        "com.hk",
        "com.tw",
        "com.cn",
        "gov.cn",
        "net.cn",
        "org.cn",
        "ac.jp",
        "co.jp",
        "go.jp",
        "ne.jp",
        "or.jp",
        "co.kr",
        "go.kr",
        "or.kr",
        # Africa
        "co.ke",
        "go.ke",
        "or.ke",
        "com.ng",
        "gov.ng",
        "com.gh",
        "co.tz",
        "go.tz",
        "co.ug",
        "go.ug",
        "com.et",
        "co.za",
        "gov.za",
        "org.za",
        "co.zw",
        # Europe
        "ac.uk",
        "co.uk",
        "gov.uk",
        "me.uk",
        "net.uk",
        "org.uk",
        "com.pl",
        "gov.pl",
        "com.ua",
        "gov.ua",
        "co.at",
        "or.at",
        "com.gr",
        "com.cy",
        "com.mt",
        "com.pt",
        "com.es",
        "com.ru",
        "co.rs",
        # Americas and Oceania
        "com.ar",
        "gob.ar",
        "com.br",
        "gov.br",
        "com.co",
        "com.mx",
        "gob.mx",
        "com.pe",
        "com.uy",
        "com.ve",
        "com.ec",
        "com.bo",
        "com.py",
        "co.cr",
        "com.au",
        "gov.au",
        "net.au",
        "org.au",
        "co.nz",
        "govt.nz",
        "org.nz",
        # hosting where each name below is somebody else's
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "medium.com",
        "github.io",
        "gitlab.io",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "web.app",
        "herokuapp.com",
        "weebly.com",
        "wixsite.com",
        "tumblr.com",
        "cloudfront.net",
    )
)
"""Two-label domains below which strangers have their hosts, so that they make nobody one site. The common ones only: the Public Suffix List
has 9,000 rows and asks to be renewed."""
