"""What a part found, as a Markdown table with a date and a machine, and as curves in SVG."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType

from service.errors import InvalidRequest

WIDTH, HEIGHT, MARGIN = 560, 320, 60
COLOURS = ("#0b6e99", "#b5462f", "#6b7a1e", "#6d4c9f")
PACKAGES = (
    "torch",
    "transformers",
    "sumy",
    "bert-extractive-summarizer",
    "sentence-transformers",
    "spacy",
    "xllamacpp",
)
Point = tuple[float, float]
Points = Sequence[Point]
Bounds = Mapping[str, Point]


@dataclass(frozen=True)
class Report:
    """A table (the first row is its head), words on it, and lines to draw over logarithmic axes.

    A line named in `bounds` goes on, dashed, to a point that lies higher than is known.
    """

    rows: Sequence[Sequence[str]]
    words: str = ""
    curves: Mapping[str, Points] = field(default_factory=dict)
    axes: tuple[str, str] = ("", "")
    bounds: Bounds = field(default_factory=dict)


def write(page: Path, name: str, report: Report) -> None:
    """Replace what stands between a part's markers. Raises InvalidRequest if the page has none."""
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    text = page.read_text("utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise InvalidRequest(f"{page} must hold {begin} and {end}, once each")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    picture = ""
    if report.curves:
        target = page.with_name(f"bench-{name}.svg")
        target.write_text(draw(report.curves, report.axes, report.bounds), "utf-8")
        picture = f"![{report.axes[1]} over {report.axes[0]}]({target.name})\n\n"
    body = f"{machine()}\n\n{report.words}\n\n{table(report.rows)}\n\n{picture}"
    page.write_text(f"{before}{begin}\n{body}{end}{after}", "utf-8")


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows in Markdown."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """When, on what, with what, and how busy it was with other things."""
    cpu = "unknown processor"
    known = Path("/proc/cpuinfo")
    if known.is_file():
        named = [line for line in known.read_text().splitlines() if line.startswith("model name")]
        cpu = named[0].partition(":")[2].strip() if named else cpu
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    date = datetime.now(UTC).strftime("%d %B %Y %H:%M UTC")
    python = f"Python {platform.python_version()}, {versions()}"
    return f"{date}; {os.cpu_count()} cores of {cpu}; {python}; load {busy}."


def versions() -> str:
    """What is installed of the packages that speed depends on, and of those compared with."""
    return ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def draw(curves: Mapping[str, Points], axes: tuple[str, str], bounds: Bounds = MappingProxyType({})) -> str:
    """The curves over logarithmic axes, as SVG, dashed from their last points to their bounds."""
    seen = [point for points in (*curves.values(), list(bounds.values())) for point in points]
    xs, ys = [x for x, _ in seen], [y for _, y in seen]
    left, right = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs)))
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - left) / max(1, right - left)
        up = (math.log10(y) - low) / max(1, high - low)
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    shapes = [_text(WIDTH / 2, HEIGHT - 12, axes[0]), _text(WIDTH / 2, 18, axes[1])]
    for power in range(left, right + 1):
        x, y = place(10**power, 10**low)
        shapes += [_line((x, y), (x, MARGIN)), _text(x, y + 18, f"{10**power:,}")]
    for power in range(low, high + 1):
        x, y = place(10**left, 10**power)
        shapes += [_line((x, y), (WIDTH - MARGIN, y)), _text(x - 28, y + 4, f"{10.0**power:g}")]
    for index, (colour, (name, points)) in enumerate(zip(COLOURS, curves.items(), strict=False), 1):
        shapes.append(_text(index * WIDTH / (len(curves) + 1), 42, name, colour))
        shapes.append(_curve([place(*point) for point in points], colour))
        if name in bounds:
            shapes.append(_dashed(place(*points[-1]), place(*bounds[name]), colour))
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="12">\n<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{body}\n</svg>\n'
    )


def _line(start: Point, end: Point) -> str:
    return f'<path d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}" stroke="#ddd"/>'


def _curve(points: Points, colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _dashed(start: Point, end: Point, colour: str) -> str:
    """A line whose end points upwards: there or higher."""
    (x, y), line = end, f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return (
        f'<path d="{line}" stroke="{colour}" stroke-width="2" stroke-dasharray="5 4"/>'
        f'<path d="M{x:.1f} {y - 7:.1f}l5 9h-10z" fill="{colour}"/>'
    )


def _text(x: float, y: float, text: str, colour: str = "#333", anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'
