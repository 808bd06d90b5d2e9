"""What the code names to a user, and what the Markdown files say: both read as text and syntax trees, for the tests of the documentation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newscrawl"
USER_DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MARKDOWN = [*USER_DOCS, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text_of(*files: Path) -> str:
    """The texts of some files, one after the other."""
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def prose_of(*files: Path) -> str:
    """The texts without their fenced blocks."""
    return _FENCE.sub("", text_of(*files))


def code_in(text: str) -> list[str]:
    """What stands between backticks."""
    return _CODE.findall(text)


def fenced(language: str, *files: Path) -> list[str]:
    """The contents of the fenced blocks of one language."""
    return [content for name, content in _FENCE.findall(text_of(*files)) if name == language]


def links_in(file: Path) -> list[str]:
    """The targets of a file's links."""
    return _LINK.findall(prose_of(file))


def headings_in(file: Path) -> list[str]:
    """A file's headings."""
    return re.findall(r"^#+ (.+)$", prose_of(file), re.MULTILINE)


def tables_in(file: Path) -> list[str]:
    """A file's tables, each as its lines."""
    return re.findall(r"(?:^\|.*\n)+", prose_of(file), re.MULTILINE)


def cells_in(row: str) -> int:
    """How many cells a table's row has; a bar between backticks parts none."""
    return _CODE.sub("", row).count("|") - 1


def rows_of(file: Path, first_cell: str, heading: str = "") -> list[list[str]]:
    """The cells of a file's table rows that begin with `first_cell`, below the heading of that name alone when one is given."""
    text = prose_of(file)
    if heading:
        text = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = ([cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in text.splitlines() if line.startswith("|"))
    return [row for row in rows if row[0] == first_cell]


def unnamed(names: Iterable[str], spans: Iterable[str]) -> list[str]:
    """Those of `names` that stand in none of `spans` as a word of their own."""
    known = list(spans)
    return [name for name in names if not any(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", span) for span in known)]


# --- what the code names to a user ---------------------------------------------------------------------------------------------------------


def commands() -> list[str]:
    """The names of the commands, which are those of their files."""
    return sorted(path.stem for path in (PACKAGE / "commands").glob("*.py") if path.stem != "__init__")


def options(command: str) -> Iterator[str]:
    """The `--options` that a command adds to Scrapy's."""
    for node in ast.walk(_tree(f"commands/{command}.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument":
            yield from _strings(*node.args)


def settings() -> list[str]:
    """The settings of ours that settings.py assigns."""
    targets = (target for node in _tree("settings.py").body if isinstance(node, ast.Assign) for target in node.targets)
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id.startswith("NEWSCRAWL_")]


def spiders() -> list[str]:
    """The `name = "…"` of each spider class."""
    classes = (node for path in (PACKAGE / "spiders").glob("*.py") for node in ast.walk(_tree(f"spiders/{path.name}")) if isinstance(node, ast.ClassDef))
    bodies = (statement for node in classes for statement in node.body if isinstance(statement, ast.Assign))
    return [name for node in bodies if ast.unparse(node.targets[0]) == "name" for name in _strings(node.value)]


def spider_arguments() -> list[str]:
    """The names that the spiders let pass: the second argument of each call of `refuse_unknown`."""
    calls = (node for node in ast.walk(_tree("spiders/arguments.py")) if isinstance(node, ast.Call))
    return [name for call in calls if ast.unparse(call.func) == "refuse_unknown" for name in ast.literal_eval(call.args[1])]


def exit_codes() -> set[int]:
    """Every number that the crawl command's table of errors and the end of a run can give."""
    table = next(node for node in _tree("commands/crawl.py").body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "CODES")
    end = next(node for node in ast.walk(_tree("book.py")) if isinstance(node, ast.FunctionDef) and node.name == "_code")
    places = [table, *(node for node in ast.walk(end) if isinstance(node, ast.Return))]
    constants = (node.value for place in places for node in ast.walk(place) if isinstance(node, ast.Constant))
    return {value for value in constants if type(value) is int}


def _tree(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def _strings(*nodes: ast.expr) -> Iterator[str]:
    yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
