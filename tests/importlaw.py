"""The import law as tables, and a checker that reads syntax trees: what a module imports and calls, never what it does when run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

INNER = ("core", "discovery", "extraction", "outlets", "stores", "report")

# ring -> the other rings of ours that it may import; "version" is the name `newscrawl.__version__` alone
MAY_IMPORT = {
    "errors": {"version"},
    "core": {"errors", "version"},
    "discovery": {"core", "errors", "version"},
    "extraction": {"core", "errors", "version"},
    "outlets": {"core", "errors", "version"},
    "stores": {"core", "errors", "version"},
    "report": {"core", "errors", "version"},
    "root": {"core", "errors", "extraction", "outlets"},
    "face": {*INNER, "errors", "root", "version"},
    "commands": {*INNER, "errors", "root", "version", "face"},
}

# ring -> libraries of others that it may import; the Scrapy face and the commands may import any, but for ONE_HOME
LIBRARIES = {
    "errors": set[str](),
    "root": set[str](),
    "core": {"w3lib", "idna", "hijridate", "jdatetime", "cssselect"},
    "discovery": {"feedparser", "lxml"},
    "extraction": {"trafilatura", "lxml", "htmldate"},
    "outlets": {"lxml"},
    "stores": {"sqlalchemy", "warcio"},
    "report": {"rich", "jinja2"},
}

# library -> where alone it may be imported, and in how many files
ONE_HOME = {
    "feedparser": ("newscrawl.discovery", 1),
    "trafilatura": ("newscrawl.extraction", 1),
    "warcio": ("newscrawl.stores", 1),
    "sqlalchemy": ("newscrawl.stores.state", None),
}

PURE = ("core", "discovery", "extraction")

# modules of the standard library that reach the disk, the network, the clock, chance or other processes
IMPURE_MODULES = {
    *("os", "io", "shutil", "tempfile", "glob", "fcntl", "mmap", "sqlite3", "dbm", "shelve", "fileinput", "pathlib"),
    *("socket", "ssl", "select", "selectors", "http", "ftplib", "smtplib", "urllib.request", "xmlrpc", "webbrowser"),
    *("time", "random", "secrets", "uuid", "sched", "signal"),
    *("subprocess", "multiprocessing", "threading", "asyncio", "concurrent", "importlib", "ctypes"),
}
PURE_EXCEPTIONS = {("discovery", "io"), ("extraction", "io")}  # BytesIO: a file in memory, which parsers ask for

IMPURE_PARENTS = {name.rpartition(".")[0] for name in IMPURE_MODULES if "." in name}

IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
IMPURE_METHODS = {"now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen"}


def sources_of(package: Path) -> dict[str, str]:
    """Source text of every module under `package`, by dotted name; a package's own name stands for its `__init__`."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def violations(sources: Mapping[str, str], packages: frozenset[str] = frozenset()) -> list[str]:
    """One line for every breach; `packages` are the modules whose source is an `__init__` (relative imports count from there)."""
    trees = {name: ast.parse(text) for name, text in sources.items()}
    found = []
    for name, tree in trees.items():
        imports = list(_imports(name, tree, set(sources), name in packages))
        found += [f"{name}: {problem}" for problem in (*_bad_imports(name, imports), *_impure(name, tree, imports), *_late_settings(name, tree))]
    return found + list(_bad_homes(trees, set(sources), packages))


def ring_of(module: str) -> str:
    """The ring that a module of ours lives in."""
    first = module.partition(".")[2].partition(".")[0]
    if first in (*INNER, "commands", "errors"):
        return first
    return {"": "root", "library": "root", "__main__": "commands", "__version__": "version"}.get(first, "face")


def _imports(name: str, tree: ast.AST, known: set[str], is_package: bool) -> Iterator[str]:
    """Dotted names that a module imports, relative ones made absolute; `from a import b` gives `a.b` where that is a module of ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(name, node, is_package)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                is_module = whole in known or any(other.startswith(f"{whole}.") for other in known)
                yield whole if is_module or whole == "newscrawl.__version__" or base in IMPURE_PARENTS else base


def _absolute(name: str, node: ast.ImportFrom, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")
    base = parts[: len(parts) - node.level + is_package]
    return ".".join([*base, *([node.module] if node.module else [])])


def _bad_imports(name: str, imports: list[str]) -> Iterator[str]:
    ring = ring_of(name)
    for target in imports:
        top = target.partition(".")[0]
        if top == "newscrawl":
            yield from _bad_own_import(name, ring, target)
        elif ring in LIBRARIES and top not in sys.stdlib_module_names and top not in LIBRARIES[ring]:
            yield f"{ring} imports the library {top}"


def _bad_own_import(name: str, ring: str, target: str) -> Iterator[str]:
    to = ring_of(target)
    if (to != ring and to not in MAY_IMPORT[ring]) or (to == "commands" and ring == "commands"):
        yield f"{ring} imports {target}"
    if name.startswith("newscrawl.spiders") and target.startswith("newscrawl.pipelines"):
        yield f"a spider imports {target}"


def _impure(name: str, tree: ast.AST, imports: list[str]) -> Iterator[str]:
    ring = ring_of(name)
    if ring not in PURE:
        return
    for target in imports:
        impure = next((module for module in IMPURE_MODULES if target == module or target.startswith(f"{module}.")), None)
        if impure and (ring, impure) not in PURE_EXCEPTIONS:
            yield f"{ring} imports {target}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := _impure_call(node.func)):
            yield f"{ring} calls {called} (line {node.lineno})"


def _impure_call(func: ast.expr) -> str | None:
    if isinstance(func, ast.Name) and func.id in IMPURE_CALLS:
        return f"{func.id}()"
    return f".{func.attr}()" if isinstance(func, ast.Attribute) and func.attr in IMPURE_METHODS else None


def _late_settings(name: str, tree: ast.AST) -> Iterator[str]:
    """Reads of `crawler.settings` (in a spider `self.settings` too) outside `from_crawler`. Commands have no `from_crawler`: they make the crawler."""
    if ring_of(name) == "commands":
        return
    allowed = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "from_crawler" for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "settings" and id(node) not in allowed and _is_crawler(node.value, name):
            yield f"settings are read outside from_crawler (line {node.lineno})"


def _is_crawler(value: ast.expr, name: str) -> bool:
    last = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return last == "crawler" or (last == "self" and name.startswith("newscrawl.spiders"))


def _bad_homes(trees: Mapping[str, ast.AST], known: set[str], packages: frozenset[str]) -> Iterator[str]:
    for library, (home, files) in ONE_HOME.items():
        users = [n for n, tree in trees.items() if any(i.partition(".")[0] == library for i in _imports(n, tree, known, n in packages))]
        yield from (f"{user}: {library} is imported outside {home}" for user in users if user != home and not user.startswith(f"{home}."))
        if files is not None and len(users) > files:
            yield f"{library} is imported in {len(users)} files: {', '.join(users)}"
