"""A summary as Markdown: `[1]`-style markers, and a numbered list of sources with the cited passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.render.escape import line_start, markdown_line, markdown_url
from service.render.escape import markdown as escape
from service.render.view import Reading, Source, read, role_note
from service.types import Citation, Document, DocumentRole, Summary


def to_markdown(summary: Summary) -> str:
    """Return the summary as Markdown. One number per source document, in order of first appearance."""
    reading = read(summary)
    sections = [
        [f"# {escape(summary.title) or 'Summary'}"],
        _sentences(reading),
        _conflicts(reading),
        _timeline(reading),
        _sources(reading),
        _others(reading),
        _warnings(summary),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _sentences(reading: Reading) -> list[str]:
    marked = [
        f"{markdown_line(placed.claim.text)} {_markers(reading, placed.claim.citations)}".rstrip()
        for placed in reading.summary.sentences
    ]
    if reading.bulleted:
        return [f"- {sentence}" for sentence in marked]
    return [" ".join(marked)] if marked else []


def _markers(reading: Reading, citations: Iterable[Citation]) -> str:
    return "".join(f"[{number}]" for number in reading.numbers(citations))


def _conflicts(reading: Reading) -> list[str]:
    lines = []
    for conflict in reading.summary.conflicts:
        sides = "; ".join(
            f"{escape(side.value)} {_markers(reading, side.citations)}" for side in conflict.sides
        )
        lines.append(f"- **{escape(conflict.about)}**: {sides}")
    return _section("Where the sources disagree", lines)


def _timeline(reading: Reading) -> list[str]:
    lines = [
        f"- **{escape(entry.date)}**: {escape(entry.text)} {_markers(reading, entry.citations)}".rstrip()
        for entry in reading.summary.timeline
    ]
    return _section("Timeline", lines)


def _sources(reading: Reading) -> list[str]:
    return _section("Sources", [line for source in reading.sources for line in _source(source, reading)])


def _source(source: Source, reading: Reading) -> Iterator[str]:
    marker = f"{source.number}. "
    indent = " " * len(marker)
    yield marker + _heading(source.document, source.role, reading)
    if url := markdown_url(source.document.url or ""):
        yield f"{indent}{url}"
    for passage in source.passages:
        yield f"{indent}- {passage.start}–{passage.end}: “{escape(passage.cited_text)}”"


def _heading(document: Document, role: DocumentRole | None, reading: Reading) -> str:
    title = f"**{escape(document.title)}**" if document.title and escape(document.title) else ""
    known = [title, escape(document.outlet or ""), escape(document.published_at or "")]
    heading = ", ".join(part for part in known if part)
    name = f"({escape(document.id)})" if heading else escape(document.id)
    note = role_note(role, reading)
    parts = (heading, name, f"({escape(note)})" if note else "")
    return line_start(" ".join(part for part in parts if part))


def _others(reading: Reading) -> list[str]:
    lines = [f"- {_heading(document, role, reading)}" for document, role in reading.others]
    return _section("Also read, not cited", lines)


def _warnings(summary: Summary) -> list[str]:
    return _section("Warnings", [f"- {markdown_line(warning)}" for warning in summary.warnings])


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines] if lines else []
