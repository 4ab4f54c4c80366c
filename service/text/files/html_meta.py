"""What a page says of itself in metadata: its title, its outlet, and when it was published.

Only explicit statements count. Dates in running text, in addresses or in copyright lines are
guesses, and are not made here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

from lxml import html

_DATE_METAS = tuple(
    (
        "article:published_time article:published og:published_time datepublished publish_date "
        "publishdate publish-date publication_date pubdate parsely-pub-date sailthru.date "
        "dc.date.issued dcterms.issued dc.date dcterms.date dc.date.created dcterms.created "
        "citation_publication_date date bt:pubdate article.published published_at"
    ).split()
)
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_ISO = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_SUFFIX = re.compile(r"^(.{3,300}?)\s+(?:[|»·•—–-]|::)\s+([^|»·•—–]{2,60})$")
_MAX_JSON = 500_000
_MAX_NODES = 2000


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, outlet and publication time (ISO 8601), each None where the page does not say."""

    title: str | None = None
    outlet: str | None = None
    published_at: str | None = None


def read_metadata(tree: html.HtmlElement) -> PageMetadata:
    """Read a page's metadata from JSON-LD, meta elements, its title element and `time` elements."""
    linked = list(_linked_data(tree))
    metas = _metas(tree)
    named, suffix = _title_element(tree)
    headline = _first(node.get("headline") for node in linked)
    title = headline or _first(metas.get(name) for name in _TITLE_METAS) or _only_h1(tree) or named
    if title and suffix and named and suffix.casefold().startswith(title.casefold()):
        suffix = named  # "Site - Headline" instead of "Headline - Site"
    outlet = _first(metas.get(name) for name in _OUTLET_METAS) or _publisher(linked) or suffix
    if outlet is not None:
        outlet = re.split(r"\s[|·•–—]\s", outlet)[0].strip()
        title = _without_suffix(title, outlet) if title is not None else None
    return PageMetadata(title, outlet or None, _published(tree, linked, metas))


def iso_date(text: str | None) -> str | None:
    """Return a date, or date and time, written in ISO 8601 (basic or extended), normalized; or None."""
    found = _ISO.match((text or "").strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        day_of_year = date(int(year), int(month), int(day))
        if hour is None:
            return day_of_year.isoformat()
        zone = "+00:00" if zone == "Z" else zone or ""
        return datetime.fromisoformat(
            f"{day_of_year.isoformat()}T{hour}:{minute}:{second or '00'}{zone}"
        ).isoformat()
    except ValueError:
        return None


def _published(tree: html.HtmlElement, linked: list[dict[str, object]], metas: dict[str, str]) -> str | None:
    candidates = [node.get("datePublished") for node in linked]
    candidates += [metas.get(name) for name in _DATE_METAS]
    candidates += [element.get("datetime") or element.get("content") for element in _dated_elements(tree)]
    return next((found for text in candidates if isinstance(text, str) and (found := iso_date(text))), None)


def _dated_elements(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements that mark the publication date; a bare `time` counts only if all name one day."""
    yield from tree.xpath('//*[@itemprop="datePublished"]')
    yield from tree.xpath("//time[@pubdate][@datetime]")
    times = tree.xpath("(//article|//main|//header)//time[@datetime]") or tree.xpath("//time[@datetime]")
    days = {found[:10] for time in times if (found := iso_date(time.get("datetime")))}
    if len(days) == 1:
        yield from times


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content[:500])
    return found


def _linked_data(tree: html.HtmlElement) -> Iterator[dict[str, object]]:
    """Objects of the page's JSON-LD that have a headline or a publication date, outermost first."""
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            queue: list[object] = [json.loads((script.text or "")[:_MAX_JSON])]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while queue and seen < _MAX_NODES:
            node, seen = queue.pop(0), seen + 1
            if isinstance(node, list):
                queue.extend(node[:100])
            elif isinstance(node, dict):
                if "datePublished" in node or "headline" in node:
                    yield node
                queue.extend(value for key, value in node.items() if key in ("@graph", "mainEntity"))


def _publisher(linked: list[dict[str, object]]) -> str | None:
    for node in linked:
        publisher = node.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:200]
    return None


def _title_element(tree: html.HtmlElement) -> tuple[str | None, str | None]:
    """The title element's text without the site's name, and that name where a separator tells it."""
    text = " ".join((tree.findtext(".//title") or "").split())[:500]
    found = _SUFFIX.match(text)
    if found is None or len(found[2].split()) > 5:
        return text or None, None
    return found[1], found[2]


def _only_h1(tree: html.HtmlElement) -> str | None:
    headings = [text for h1 in tree.iter("h1") if (text := " ".join(h1.text_content().split()))]
    return headings[0][:500] if len(headings) == 1 else None


def _without_suffix(title: str, outlet: str) -> str:
    found = _SUFFIX.match(title)
    return found[1] if found is not None and found[2].casefold() == outlet.casefold() else title


def _first(values: Iterator[object]) -> str | None:
    """The first value that is text, on one line; entities that were escaped twice are resolved."""
    texts = (" ".join(unescape(value).split()) for value in values if isinstance(value, str))
    return next((text[:500] for text in texts if text), None)
