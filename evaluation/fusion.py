"""`citeweave evaluate fusion`: how good fused sentences are, how many of them are told, what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any, Protocol

import click

from evaluation import costs
from evaluation.answers import Answer, Case, answer, check, check_by_rules, write
from evaluation.files import Row, read_rows, spread
from evaluation.merging import Merging, Scorer, merging, rouge_scorer
from evaluation.options import adapter_option, data_option, json_option, limit_option
from evaluation.systems import trained_verifier
from evaluation.tables import layout, note, percent, publish
from models.protocols import ClaimVerifier, SentenceFuser
from service.settings import Settings, load_settings
from service.types import Mode, Verdict

BATCH = 16  # groups, between two words on the progress


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that tell one thing, and reference merges of them."""

    sentences: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A named set of groups."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What becomes of a set after verification; shares are of the groups of several sentences, 0 to 1."""

    count: int
    candidates: float  # a group's, mean
    first_passes: float
    some_passes: float
    by_rules: float  # abstractive, were the rules alone to judge, and every doubt a fault
    abstractive: float
    merged: float  # abstractive and resting on several sentences
    steady: float  # told the same way, written or quoted, with the sentences in reverse order


@dataclass(frozen=True, slots=True)
class SetReport:
    """The figures of a set: every system's by its name, and the references' lengths in words."""

    name: str
    systems: Mapping[str, Merging]
    reference_median: float
    reference_mean: float
    verified: Verified | None


class Fusers(Protocol):
    """The language models to measure."""

    @property
    def shipped(self) -> SentenceFuser:
        """The service's own, with as many candidates as the service asks for."""

    @property
    def one(self) -> SentenceFuser:
        """The same, with one candidate for every group, however long its sentences are."""

    @property
    def base(self) -> SentenceFuser:
        """The same without what it learned, asked by example."""


FILES = {
    "corpus": "fusion/dev.jsonl",
    "sentence_union": "sentence_union_eval.jsonl.gz",
    "judged_dev": "fusion/judged_dev.jsonl",
}


def read_groups(data: Path, name: str, limit: int | None = None) -> GroupSet:
    """Read one of FILES, at most `limit` groups. Raises InvalidRequest if it is not there."""
    rows = spread(read_rows(data, FILES[name]), limit)
    return GroupSet(name, tuple(Group(tuple(row["sentences"]), _references(row)) for row in rows))


def _references(row: Row) -> tuple[str, ...]:
    fused = row.get("fused", ())
    return (*([fused] if isinstance(fused, str) else fused), *([row["close"]] if "close" in row else ()))


def plain_systems(groups: GroupSet) -> dict[str, list[str]]:
    """Return the texts of the systems that need no model, by name."""
    return {
        "first sentence": [group.sentences[0] for group in groups.groups],
        "longest sentence": [max(group.sentences, key=len) for group in groups.groups],
        "concatenation": [" ".join(group.sentences) for group in groups.groups],
    }


def written(groups: Sequence[Sequence[str]], fuser: SentenceFuser, label: str) -> list[Case]:
    """Return the candidates for each group, in batches, so that the progress can be told."""
    cases: list[Case] = []
    for start in range(0, len(groups), BATCH):
        cases += write(groups[start : start + BATCH], fuser)
        note(f"{label}: {len(cases)} of {len(groups)}")
    return cases


def measure(groups: GroupSet, fusers: Fusers, verifier: ClaimVerifier, score: Scorer) -> SetReport:
    """Return the figures of all systems on a set. What a model leaves unwritten is the first sentence."""
    sentences = [group.sentences for group in groups.groups]
    texts = plain_systems(groups)
    cases = written(sentences, fusers.shipped, f"{groups.name}: fuser, as the service asks it")
    verdicts = check(cases, verifier)
    answers = answer(cases, verdicts, verifier)
    texts["untrained base"] = first_candidates(sentences, fusers.base, f"{groups.name}: untrained base")
    firsts = written(sentences, fusers.one, f"{groups.name}: fuser, first candidates")
    texts["fuser, first candidate"] = first_candidates(
        sentences, fusers.one, f"{groups.name}: fuser, all sentences", firsts
    )
    texts["the service's answer"] = [told.text for told in answers]
    reversed_cases = written([row[::-1] for row in sentences], fusers.shipped, f"{groups.name}: reversed")
    turned = answer(reversed_cases, check(reversed_cases, verifier), verifier)
    ruled = answer(cases, check_by_rules(cases), None)
    references = [group.references for group in groups.groups]
    lengths = [len(known[0].split()) for known in references]
    return SetReport(
        groups.name,
        {name: merging(rows, references, score) for name, rows in texts.items()},
        median(lengths),
        mean(lengths),
        verified(sentences, check(firsts, verifier), verdicts, answers, ruled, turned),
    )


def first_candidates(
    groups: Sequence[Sequence[str]], fuser: SentenceFuser, label: str, known: Sequence[Case] = ()
) -> list[str]:
    """Return what a model writes first for all of each group's sentences, or else the first sentence.

    `known` are cases of the same fuser; those that leave no sentence out are not asked for again.
    """
    found = {case.evidence: case.candidates for case in known if len(case.evidence) > 1}
    unknown = list(dict.fromkeys(group for group in map(tuple, groups) if group not in found))
    for start in range(0, len(unknown), BATCH):
        batch = unknown[start : start + BATCH]
        found.update(zip(batch, map(tuple, fuser.fuse(batch)), strict=True))
        note(f"{label}: {start + len(batch)} of {len(unknown)}")
    return [next(iter(found[tuple(group)]), group[0]) for group in groups]


def verified(
    groups: Sequence[Sequence[str]],
    firsts: Sequence[Sequence[Verdict]],
    verdicts: Sequence[Sequence[Verdict]],
    answers: Sequence[Answer],
    ruled: Sequence[Answer],
    turned: Sequence[Answer],
) -> Verified | None:
    """Return what becomes of the groups of several sentences; None if there are none.

    `firsts` are the verdicts on the candidates with each group's first sentence as the start, `ruled` the
    answers if the rules alone judge, `turned` those with the sentences in reverse order.
    """
    several = [n for n, group in enumerate(groups) if len(group) > 1]
    if not several:
        return None
    passed = [[verdict.supported for verdict in verdicts[n]] for n in several]
    return Verified(
        len(several),
        mean(len(row) for row in passed),
        mean(any(verdict.supported for verdict in firsts[n][:1]) for n in several),
        mean(any(row) for row in passed),
        mean(ruled[n].mode is Mode.ABSTRACTIVE for n in several),
        mean(answers[n].mode is Mode.ABSTRACTIVE for n in several),
        mean(answers[n].merged for n in several),
        mean(answers[n].mode is turned[n].mode for n in several),
    )


def table(report: SetReport) -> str:
    """Return a set's figures as a table with a headline; shares are in percent."""
    count = next(iter(report.systems.values())).count
    rows = [["", "ROUGE-1", "ROUGE-2", "ROUGE-L", "content told", "median words", "mean words"]]
    for system, m in report.systems.items():
        shares = map(percent, (m.rouge1, m.rouge2, m.rouge_l, m.told))
        rows.append([system, *shares, f"{m.median_words:g}", f"{m.mean_words:.1f}"])
    rows.append(["reference", *"----", f"{report.reference_median:g}", f"{report.reference_mean:.1f}"])
    lines = [f"{report.name}: {count} groups", layout(rows)]
    return "\n".join([*lines, *_after_verification(report.verified)])


def _after_verification(v: Verified | None) -> Iterator[str]:
    if v is None:
        return
    yield f"of {v.count} groups of several sentences, {v.candidates:.1f} candidates each:"
    shares = {
        "first candidate passes": v.first_passes,
        "some candidate passes": v.some_passes,
        "answered abstractively, by the rules alone": v.by_rules,
        "answered abstractively": v.abstractive,
        "and resting on several sentences": v.merged,
        "answered the same way with the sentences reversed": v.steady,
    }
    yield layout([[what, percent(share)] for what, share in shares.items()])


def plain(report: SetReport) -> dict[str, Any]:
    """Return a set's figures for JSON; shares are 0 to 1."""
    return {
        "systems": {name: asdict(figures) for name, figures in report.systems.items()},
        "reference": {"median_words": report.reference_median, "mean_words": report.reference_mean},
        "verified": asdict(report.verified) if report.verified else None,
    }


@click.command("fusion")
@data_option
@click.option(
    "--set",
    "names",
    type=click.Choice(list(FILES)),
    multiple=True,
    help="Only this set; repeatable.  [default: all]",
)
@click.option("--costs/--no-costs", "timed", default=True, show_default=True, help="Measure the times, too.")
@adapter_option
@limit_option
@json_option
def main(
    data: Path,
    names: tuple[str, ...],
    timed: bool,
    adapter: Path | None,
    limit: int | None,
    json_file: Path | None,
) -> None:
    """Measure what the fuser writes, what of it is told, and how long it takes."""
    sets = [read_groups(data, name, limit) for name in names or FILES]
    score = rouge_scorer()
    settings = load_settings()
    verifier = trained_verifier(settings, adapter)
    fusers = _Loaded(settings)
    reports = [measure(groups, fusers, verifier, score) for groups in sets]
    told = [table(report) for report in reports]
    figures: dict[str, Any] = {"sets": {report.name: plain(report) for report in reports}}
    if timed:
        groups = [group.sentences for group in sets[0].groups if len(group.sentences) > 1][: costs.CLUSTERS]
        found = costs.measure(groups, fusers.shipped, fusers.one, fusers.generate(), verifier)
        told.append(costs.table(found, len(groups)))
        figures["costs"] = {"groups": len(groups), "seconds": {cost.way: cost.seconds for cost in found}}
    publish("\n\n".join(told), figures, json_file)


class _Loaded:
    """The fusers as the settings name them; `base` is the default one without its adapter."""

    def __init__(self, settings: Settings) -> None:
        from transformers.utils import logging as transformers_logging  # noqa: PLC0415 - heavy; see below

        from models.cpu import use_threads  # noqa: PLC0415 - wrong options are told without these
        from models.fuser import CausalFuser  # noqa: PLC0415
        from models.weights import default_directory, find_adapter  # noqa: PLC0415
        from service.types import READABLE  # noqa: PLC0415
        from service.wiring import CANDIDATES  # noqa: PLC0415

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        use_threads(settings.threads)
        directory = settings.models_dir or default_directory()
        adapter = Path(settings.fuser_adapter) if settings.fuser_adapter else None
        self.shipped = CausalFuser(
            directory, settings.fuser, adapter, candidates=CANDIDATES, longest=READABLE
        )
        self.one = CausalFuser(directory, settings.fuser, adapter, candidates=1)
        self.base = CausalFuser(directory, override=str(directory / "fuser"))
        self._weights, self._adapter = directory / "fuser", find_adapter("fuser", adapter)
        self.shipped.load()

    def generate(self) -> Any:  # noqa: ANN401
        """Return transformers' `generate` on the same weights."""
        return costs.generator(self._weights, self._adapter)
