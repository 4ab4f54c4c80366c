"""A summary as one page that stands alone: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources

from service.render.annotate import Passages, annotated
from service.render.escape import markup, one_line
from service.render.view import Reading, Source, read, role_note
from service.types import Citation, Document, DocumentRole, Summary

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def to_html(summary: Summary) -> str:
    """Return the page: the summary, where sources disagree, the timeline, and the sources' marked texts."""
    reading = read(summary)
    passages = Passages(reading)
    title = markup(one_line(summary.title)) or "Summary"
    sections = [
        _summary(reading, passages),
        _warnings(summary),
        _conflicts(reading, passages),
        _timeline(reading, passages),
        _sources(reading, passages),
        _others(reading),
        _footer(reading),
    ]
    body = "\n".join(section for section in sections if section)
    return _page(title, f'<h1 dir="auto">{title}</h1>\n{body}')


def _page(title: str, body: str) -> str:
    style = resources.files("service.render").joinpath("report.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _summary(reading: Reading, passages: Passages) -> str:
    outer, inner = ("ul", "li") if reading.bulleted else ("p", "span")
    told = [
        f'<{inner} class="told" id="t{number}" dir="auto">{markup(placed.claim.text)}'
        f"{_links(passages, placed.claim.citations)}{_badge(placed.claim.corroboration)}</{inner}>"
        for number, placed in enumerate(reading.summary.sentences, start=1)
    ]
    if not told:
        return '<p class="note">These documents gave no sentence that could be told.</p>'
    return f'<{outer} class="summary">\n' + "\n".join(told) + f"\n</{outer}>"


def _badge(corroboration: int) -> str:
    if corroboration < 2:
        return ""
    return (
        f'<small class="badge" title="{corroboration} independent sources tell this">×{corroboration}</small>'
    )


def _links(passages: Passages, citations: Iterable[Citation]) -> str:
    links = [
        f'<a href="#{passages.anchor(citation)}" title="{markup(one_line(citation.cited_text))}">'
        f"{passages.label(citation)}</a>"
        for citation in sorted(citations, key=passages.order)
    ]
    return f'<sup class="cite">{" ".join(dict.fromkeys(links))}</sup>' if links else ""


def _conflicts(reading: Reading, passages: Passages) -> str:
    items = [
        f'<dt dir="auto">{markup(conflict.about)}</dt>'
        + "".join(
            f'<dd dir="auto">{markup(side.value)}{_links(passages, side.citations)}</dd>'
            for side in conflict.sides
        )
        for conflict in reading.summary.conflicts
    ]
    return _section("Where the sources disagree", "<dl>" + "\n".join(items) + "</dl>" if items else "")


def _timeline(reading: Reading, passages: Passages) -> str:
    items = [
        f'<dt><time>{markup(entry.date)}</time></dt><dd dir="auto">{markup(entry.text)}'
        f"{_links(passages, entry.citations)}</dd>"
        for entry in reading.summary.timeline
    ]
    return _section("Timeline", '<dl class="timeline">' + "\n".join(items) + "</dl>" if items else "")


def _warnings(summary: Summary) -> str:
    items = "".join(f'<li dir="auto">{markup(warning)}</li>' for warning in summary.warnings)
    return f'<ul class="warnings" aria-label="Warnings">{items}</ul>' if items else ""


def _sources(reading: Reading, passages: Passages) -> str:
    return _section("Sources", "\n".join(_source(source, reading, passages) for source in reading.sources))


def _source(source: Source, reading: Reading, passages: Passages) -> str:
    number = f'<span class="number">{source.number}</span> '
    heading = _heading(source.document, source.role, reading, number)
    text = annotated(source, passages)
    return f'<article id="s{source.number}">{heading}\n<div class="text" dir="auto">{text}</div></article>'


def _heading(document: Document, role: DocumentRole | None, reading: Reading, number: str = "") -> str:
    name = one_line(document.title or "") or document.id
    about = " · ".join(markup(one_line(part)) for part in _known(document, role, reading) if part)
    return f'<h3 dir="auto">{number}{markup(one_line(name))}</h3><p class="about" dir="auto">{about}</p>'


def _known(document: Document, role: DocumentRole | None, reading: Reading) -> Iterator[str | None]:
    yield document.outlet
    yield document.published_at
    yield document.id
    yield document.url
    yield role_note(role, reading)


def _others(reading: Reading) -> str:
    items = [f"<article>{_heading(document, role, reading)}</article>" for document, role in reading.others]
    return _section("Also read, not cited", "\n".join(items))


def _footer(reading: Reading) -> str:
    models = ", ".join(f"{markup(part)}: {markup(name)}" for part, name in reading.summary.models.items())
    told = f"Made by Citeweave from {len(reading.summary.documents)} documents."
    return f"<footer>{told} {models}</footer>"


def _section(title: str, content: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{content}\n</section>" if content else ""
