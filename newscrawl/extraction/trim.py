"""Lines of the body that the page itself shows to be none of the story's: by where they stand and what they link to.

Names of classes say nothing here: real text stands in blocks with any name. What counts is structure, and a text is never trimmed by halves: lines
go from its end, or are nothing but the way to another page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from lxml import etree, html

from newscrawl.core.boilerplate import is_edge_notice
from newscrawl.core.notice_call import call_rule
from newscrawl.core.notice_lines import is_paragraph
from newscrawl.extraction.body import Body
from newscrawl.extraction.densest import PLAIN
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.linesource import Source, trace_lines
from newscrawl.extraction.linklines import HEADINGS, Site, ending_links, inner_links

CORE_SHARE = 0.8
"""The innermost element that holds this share of a text's characters is where the story stands. With less, a story in two parts loses its second."""

MIN_CORE_LINES = 4
"""A story in fewer lines is too short to tell its place from one paragraph's."""

MAX_FORM_CHARS = 500
"""A block with a form (sign up, comment, poll) has no more text than this; around a whole page's form stands the story."""

MAX_FORM_TEXTS = 1_000
"""So many pieces of text, most of them white space, are counted in a block with a form."""

MIN_TEXT_PER_FORM = 3
"""The text is at least so many times as long as the block with the form: a short notice with a form stays."""

FORM_STEPS = 5
"""A form's heading and its small print stand no more elements away from it."""

MAX_FIELDS = 200
"""Pages with comments have a form to each; the first ones are the article's."""

_FIELDS = etree.XPath("//form | //input[@type='email'] | //textarea")


def trim_body(body: Body, doc: Document) -> Body:
    """The body without lines that are nothing but links to other pages of the site, lines about a form, and lines beyond the story's element;
    `removed` counts what each rule took."""
    lines, sources, site = body.lines, trace_lines(doc.tree, body.lines), Site.of(doc)
    taken = dict.fromkeys(_beyond(lines, sources), "beyond")
    taken |= dict.fromkeys(_about_forms(doc.tree, lines, sources), "form")
    taken |= dict.fromkeys(inner_links(lines, sources, site), "links")
    end = max((index + 1 for index in range(len(lines)) if index not in taken), default=0)
    taken |= dict.fromkeys(ending_links(lines[:end], sources[:end], site), "links")
    kept = [line for index, line in enumerate(lines) if index not in taken]
    return body._replace(lines=kept, removed=Counter(taken.values()), story_lines=_story_lines(lines, sources)) if kept else body


def _story_lines(lines: Sequence[str], sources: Sequence[Source | None]) -> frozenset[str]:
    """The items of numbered lists, which are steps or places, the headings between two paragraphs, which are no bylines, and what the story quotes
    though a theme prints the same around it."""
    first = next((index for index, line in enumerate(lines) if is_paragraph(line)), len(lines))
    last = next((index for index in range(len(lines) - 1, first, -1) if is_paragraph(lines[index])), first)
    blocks = {source.block for source in sources if source}
    steps = {block for block in blocks if block.tag == "ol" or next(block.iterancestors("ol"), None) is not None}
    headings = zip(lines[first + 1 : last], sources[first + 1 : last], strict=True)
    kept = {line for line, source in headings if source and source.block.tag in HEADINGS and not call_rule(line)}
    items = {line for line, source in zip(lines, sources, strict=True) if source and source.block in steps and not is_edge_notice(line)}
    return frozenset(kept | items | _quoted_notices(lines, sources))


def _quoted_notices(lines: Sequence[str], sources: Sequence[Source | None]) -> set[str]:
    """Lines that stand in a quotation of the story and nowhere else in the text, and are what a theme prints around stories."""
    quoted = {line for line, source in zip(lines, sources, strict=True) if source and any(e.tag == "blockquote" for e in source.lineage())}
    return {line for line in quoted if lines.count(line) == 1 and is_edge_notice(line)}


def _beyond(lines: Sequence[str], sources: Sequence[Source | None]) -> list[int]:
    """Lines at the end that stand outside the element of the story, and neither in another part of the same make nor in a note of it."""
    core = _core(lines, sources)
    inside = [index for index, source in enumerate(sources) if source and core is not None and core in source.lineage()]
    if core is None or len(inside) < MIN_CORE_LINES:
        return []
    notes = {href[1:] for index in inside if (source := sources[index]) for a in source.links if (href := a.get("href") or "").startswith("#")}
    found: list[int] = []
    for index in range(len(lines) - 1, inside[-1], -1):
        source = sources[index]
        if source and not (_is_next_part(source, core) or _is_note(source, notes) or _heads_kept(source, index, lines, found)):
            found.append(index)
    return found


def _is_note(source: Source, notes: Collection[str]) -> bool:
    """Whether a link of the story leads to the line's element or one around it, or the line is among the page's endnotes
    (https://www.w3.org/TR/dpub-aria-1.1/#doc-endnotes)."""
    return any(e.get("id") in notes or e.get("role") == "doc-endnotes" for e in source.lineage() if e.tag not in ("body", "html"))


def _heads_kept(source: Source, index: int, lines: Sequence[str], cut: Sequence[int]) -> bool:
    """Whether the line is the heading of one that stays."""
    return source.block.tag in HEADINGS and index + 1 < len(lines) and index + 1 not in cut


def _core(lines: Sequence[str], sources: Sequence[Source | None]) -> html.HtmlElement | None:
    chars: Counter[html.HtmlElement] = Counter()
    total = 0
    for line, source in zip(lines, sources, strict=True):
        if source:
            total += len(line)
            for element in source.lineage():
                chars[element] += len(line)
    core = [element for element, count in chars.items() if count >= CORE_SHARE * total]
    return max(core, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_next_part(source: Source, core: html.HtmlElement) -> bool:
    """Whether the line stands beside the story's element, in a plain paragraph or list, or in an element like it."""
    above_core = [core, *core.iterancestors()]
    branch = source.block
    for element in source.lineage():
        if element in above_core:
            beside = above_core[above_core.index(element) - 1]
            return branch.tag in PLAIN or (branch.tag, _make(branch)) == (beside.tag, _make(beside))
        branch = element
    return False


def _make(element: html.HtmlElement) -> list[str]:
    """The class names without those that have a digit, by which page builders address each part ("elementor-element-5d1f"), unless all have one."""
    names = (element.get("class") or "")[:MAX_VALUE_CHARS].split()
    return [name for name in names if not any(map(str.isdigit, name))] or names


def _about_forms(tree: html.HtmlElement, lines: Sequence[str], sources: Sequence[Source | None]) -> list[int]:
    """Lines in a small block with a form: what it asks for, its labels, its small print."""
    most = min(MAX_FORM_CHARS, sum(map(len, lines)) // MIN_TEXT_PER_FORM)
    blocks = {block for field in _FIELDS(tree)[:MAX_FIELDS] if (block := _block_of_form(field, most)) is not None}
    return [index for index, source in enumerate(sources) if source and not blocks.isdisjoint(source.lineage())] if blocks else []


def _block_of_form(field: html.HtmlElement, most_chars: int) -> html.HtmlElement | None:
    """The outermost element around a form's field, a few steps up, that has no more text; None when the form itself has more."""
    block = None
    for element, _ in zip(chain((field,), field.iterancestors()), range(FORM_STEPS), strict=False):
        if element.tag in ("body", "html") or _has_more_text(element, most_chars) or _is_one_of_several(element):
            break
        block = element
    return block


def _is_one_of_several(element: html.HtmlElement) -> bool:
    """Whether an element follows or precedes one of the same class: a part of the text, with a form in it."""
    beside = (element.getprevious(), element.getnext())
    return element.get("class") is not None and any(e is not None and (e.tag, e.get("class")) == (element.tag, element.get("class")) for e in beside)


def _has_more_text(element: html.HtmlElement, chars: int) -> bool:
    for count, text in enumerate(element.itertext()):
        chars -= len(" ".join(text.split()))
        if chars < 0 or count > MAX_FORM_TEXTS:
            return True
    return False
