"""Parameters that carry the id of a visitor's session: the page is the same without them, and every visit gives it another address. Data only."""

from __future__ import annotations

SESSION_PARAMS = (
    "phpsessid",  # PHP with session.use_trans_sid
    "jsessionid",  # Java servlets; mostly in the path, behind a semicolon
    "aspsessionid[a-z]{8}",  # classic ASP puts eight letters behind it
    r"asp\.net_sessionid",
    "cfid",  # ColdFusion
    "cftoken",
    "zenid",  # Zen Cart
    "oscsid",  # osCommerce
)
"""Regular expressions of names, in lower case."""
