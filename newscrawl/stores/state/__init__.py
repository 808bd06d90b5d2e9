"""The state: one SQL database that remembers every link, seed, article, part, run and host turn.

Functions take an open connection inside a write transaction of `StateDb.write()`; times are UTC integers (seconds, `next_at` milliseconds).
"""

from newscrawl.stores.state.db import SCHEMA_VERSION, StateDb

__all__ = ["SCHEMA_VERSION", "StateDb"]
