"""A page as a tree that is safe to walk: bounded depth, no entities, nothing that a reader cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

_UNSEEN_TAGS = frozenset(
    (
        "script style template noscript svg math canvas iframe object embed applet button select "
        "textarea input option datalist dialog audio video map"
    ).split()
)
_INVISIBLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)|font-size\s{0,9}:\s{0,9}0(?![\d.]*[1-9])"
    r"|opacity\s{0,9}:\s{0,9}0(?![\d.]*[1-9])|(?:left|top|text-indent)\s{0,9}:\s{0,9}-\d{4,}px",
    re.IGNORECASE,
)
_CSS_SIMPLE = re.compile(r"^([.#])([A-Za-z_][\w-]{0,80})$")
_MAX_CSS = 100_000
_TAGGED = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)
_UNPARSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def has_markup(text: str) -> bool:
    """Whether a text holds any element, comment or document type of HTML."""
    return _TAGGED.search(text) is not None


def parse(markup: str) -> html.HtmlElement | None:
    """Parse a page, however broken, into a tree, or None if nothing is in it.

    The parser neither fetches nor expands entities, and cuts trees off that nest too deeply.
    """
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
    )
    content = _UNPARSABLE.sub("\ufffd", markup).encode("utf-8")
    try:
        tree = html.document_fromstring(content, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


def prune_unseen(tree: html.HtmlElement) -> None:
    """Take out, in place, what a browser would not show as text: scripts, styles, forms, hidden parts."""
    hidden = _hidden_names(tree)
    for element in list(tree.iter(etree.Element)):
        if element.tag in _UNSEEN_TAGS or _is_hidden(element, hidden):
            _drop(element)


def _is_hidden(element: html.HtmlElement, hidden: frozenset[tuple[str, str]]) -> bool:
    attributes = element.attrib
    if not attributes or element.tag in ("html", "body"):
        return False
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    if _INVISIBLE.search(attributes.get("style", "")[:2000]):
        return True
    if not hidden:
        return False
    names = {(".", name) for name in attributes.get("class", "").split()} | {("#", attributes.get("id", ""))}
    return not names.isdisjoint(hidden)


def _hidden_names(tree: html.HtmlElement) -> frozenset[tuple[str, str]]:
    """Classes and ids that the page's own style sheets hide, outside media queries."""
    css = "".join(style.text or "" for style in tree.iter("style"))[:_MAX_CSS]
    if not css:
        return frozenset()
    return frozenset(
        (simple[1], simple[2])
        for selectors, rules in _css_rules(css)
        if _INVISIBLE.search(rules[:2000])
        for selector in selectors.split(",")
        if (simple := _CSS_SIMPLE.match(selector.strip()))
    )


def _css_rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a style sheet's rules, but not those within `@media` and the like."""
    depth = start = opened = 0
    for brace in re.finditer("[{}]", css):
        if brace[0] == "{":
            opened = opened if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                selectors = css[start:opened].strip()
                if not selectors.startswith("@"):
                    yield selectors[-500:], css[opened + 1 : brace.start()]
                start = brace.end()


def _drop(element: html.HtmlElement) -> None:
    """Remove an element with all in it, and keep the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()
