"""The article in a web page: what trafilatura finds, or else whatever text the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html
from trafilatura import bare_extraction

from models.patience import still_wanted
from service.text.files.extracted import Extracted, OverLimitError, Paragraph, assemble
from service.text.files.html_meta import read_metadata
from service.text.files.html_tree import has_markup, parse, prune_unseen
from service.types import BlockKind

_FRAME_TAGS = ("nav", "footer", "aside", "form", "header", "menu")
_BLOCK_TAGS = frozenset(
    (
        "p h1 h2 h3 h4 h5 h6 li blockquote pre dd dt td th figcaption div section article main body "
        "ul ol dl table tr center address br"
    ).split()
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters, which `parse` lets no page contain
_LINK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_WORD = re.compile(r"\w+")
_MAX_LINK_WORDS = 35
_MIN_LED_WORDS = 4
_MIN_CHARACTERS = 100
_MOST_ELEMENTS = 3000  # in a larger page a second opinion, whose cost is quadratic, is not asked for
_MAX_ELEMENTS = 100_000  # each costs about a tenth of a millisecond
_OPENING = re.compile(r"<[a-z]", re.IGNORECASE)
_CELL_PROSE = 80


def extract_html(markup: str) -> Extracted:
    """Return the readable text of a page and its metadata.

    A page without any markup is plain text, and is returned as it is. An empty text means that the
    page shows none. Raises OverLimitError where it has too many elements.
    """
    if not has_markup(markup):
        return Extracted(markup)
    elements = sum(1 for _ in _OPENING.finditer(markup))
    if elements > _MAX_ELEMENTS:
        raise OverLimitError(f"has about {elements:,} elements; at most {_MAX_ELEMENTS:,} are read")
    tree = parse(markup)
    if tree is None:
        return Extracted("")
    metadata = read_metadata(tree)
    still_wanted()
    prune_unseen(tree)
    _open_items(tree)
    still_wanted()
    paragraphs = _article(tree)
    still_wanted()
    warnings: tuple[str, ...] = ()
    if sum(len(paragraph.text) for paragraph in paragraphs) < _MIN_CHARACTERS:
        plain = list(_all_text(tree))
        if sum(len(paragraph.text) for paragraph in plain) > sum(len(p.text) for p in paragraphs):
            paragraphs = plain
            warnings = ("no article was recognized in the page; all the text it shows was taken",)
    text, blocks = assemble(paragraphs)
    return Extracted(text, blocks, metadata.title, metadata.outlet, metadata.published_at, warnings)


def _article(tree: html.HtmlElement) -> list[Paragraph]:
    found = bare_extraction(
        tree,
        fast=sum(1 for _ in tree.iter(etree.Element)) > _MOST_ELEMENTS,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=True,
    )
    body = getattr(found, "body", None)
    return [] if body is None else list(_paragraphs(body))


def _paragraphs(body: etree._Element) -> Iterator[Paragraph]:
    """Walk trafilatura's tree: `p head list/item table/row/cell quote`, text and line breaks inside."""
    for element in body:
        if element.tag == "head":
            yield _heading(_marked(element), element.get("rend", ""))
        elif element.tag == "list":
            yield from _items(element)
        elif element.tag == "table":
            yield from _rows(element)
        elif element.tag in ("quote", "div") and len(element):
            if element.text and element.text.strip():
                yield Paragraph(_clean(element.text))
            yield from _paragraphs(element)
        else:
            yield from _lines(element)
        if element.tail and element.tail.strip():
            yield Paragraph(_clean(element.tail))


def _heading(marked: str, level: str) -> Paragraph:
    """A heading, unless it is a standfirst: pages set those as headings, though they are prose."""
    text = _clean(marked)
    if level == "h1":
        return Paragraph(text, BlockKind.TITLE)
    if _is_link(marked):
        return Paragraph(text, BlockKind.BOILERPLATE)
    is_prose = len(text.split()) > 8 and text.endswith((".", "。"))
    return Paragraph(text, None if is_prose else BlockKind.HEADING)


def _lines(element: etree._Element) -> Iterator[Paragraph]:
    """A paragraph, as several where line breaks part it; wholly bold ones are headings."""
    kind = BlockKind.HEADING if _is_bold_heading(element) else None
    for line in "".join(_broken(element)).split("\n"):
        yield Paragraph(_clean(line), BlockKind.BOILERPLATE if _is_link(line) else kind)


def _items(element: etree._Element) -> Iterator[Paragraph]:
    """A list's items. One of links alone is navigation, and so is one of teasers that no text follows."""
    marked = [text for item in element.iter("item") if _clean(text := _marked(item))]
    linked = sum(map(_is_link, marked))
    led = sum(_is_link(text) or _is_led_by_link(text) for text in marked)
    at_the_foot = next(element.itersiblings("p"), None) is None
    leads_away = linked == len(marked) or (at_the_foot and 3 * led >= 2 * len(marked))
    kind = BlockKind.BOILERPLATE if led > 1 and leads_away else None
    for place, text in enumerate(marked):
        yield Paragraph(f"- {_clean(text)}", kind, tight=place > 0)


def _is_link(marked: str) -> bool:
    """Whether a short line is a link to somewhere else, with at most a label before it such as "More:"."""
    links, rest = _LINK.findall(marked), _LINK.sub("", marked).strip()
    words = sum(len(_WORD.findall(link)) for link in links)
    label = not any(map(str.isalnum, rest)) or (len(rest.split()) <= 3 and rest.endswith(":"))
    return 0 < words <= _MAX_LINK_WORDS and label


def _is_led_by_link(marked: str) -> bool:
    """Whether an item begins with a link that is a headline, as teasers of other articles do."""
    link = next((found for found in _LINK.finditer(marked) if found[1].strip()), None)
    if link is None or any(map(str.isalnum, _clean(marked[: link.start()]))):
        return False
    return len(_WORD.findall(link[1])) >= _MIN_LED_WORDS


def _rows(table: etree._Element) -> Iterator[Paragraph]:
    """Each row on one line, which is no sentence; prose in cells, as in layouts by table, is paragraphs."""
    for row in table.iter("row"):
        cells = [text for cell in row.iter("cell") if (text := _flat(cell))]
        if any(len(cell) > _CELL_PROSE for cell in cells):
            yield from (Paragraph(cell) for cell in cells)
        elif cells:
            kind = BlockKind.DIGEST if len(cells) > 1 else None
            yield Paragraph(" | ".join(cells), kind, tight=True)


def _is_bold_heading(element: etree._Element) -> bool:
    """Whether a short paragraph consists of nothing but bold text."""
    if element.tag != "p" or len(element) != 1 or (element.text or "").strip():
        return False
    only = element[0]
    bold = only.tag == "hi" and only.get("rend") == "#b" and not (only.tail or "").strip()
    return bold and len(_flat(only).split()) <= 15


def _broken(element: etree._Element) -> Iterator[str]:
    """The text of an element: lines parted by line breaks, links between two marks."""
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        inner = "\n" if child.tag == "lb" else "".join(_broken(child))
        yield f"{_OPEN}{inner}{_CLOSE}" if _leads_away(child) else inner
        yield _SPACE.sub(" ", child.tail or "")


def _leads_away(element: etree._Element) -> bool:
    """Whether an element is a link, but not one to another place on the same page."""
    return element.tag == "ref" and not element.get("target", "").startswith("#")


def _marked(element: etree._Element) -> str:
    """An element's text on one line, links still marked."""
    return " ".join("".join(_broken(element)).split("\n")).strip()


def _flat(element: etree._Element) -> str:
    return _clean(_marked(element))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text.replace(_OPEN, "").replace(_CLOSE, "")).strip()


def _open_items(tree: html.HtmlElement) -> None:
    """Turn lists whose items hold headings, as on live pages, into plain sections."""
    for item in tree.xpath("//li[h1 or h2 or h3 or h4 or h5 or h6]"):
        item.tag = "div"
        parent = item.getparent()
        if parent is not None and parent.tag in ("ul", "ol"):
            parent.tag = "div"


def _all_text(tree: html.HtmlElement) -> Iterator[Paragraph]:
    """All the text outside navigation and frames, a paragraph for each block."""
    for tag in _FRAME_TAGS:
        for element in list(tree.iter(tag)):
            if element.getparent() is not None:
                element.drop_tree()
    body = tree.find("body")
    pending: list[str] = []
    for event, element in etree.iterwalk(tree if body is None else body, events=("start", "end")):
        if element.tag in _BLOCK_TAGS:
            yield Paragraph(_clean("".join(pending)))
            pending = []
        text = element.text if event == "start" else element.tail
        pending.append(text or "")
    yield Paragraph(_clean("".join(pending)))
