"""`citeweave evaluate verifier`: how well supported claims are told from unsupported ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click

from evaluation.claims import MEASURED, SETS, Claim, ClaimSet, read_set
from evaluation.detection import (
    Detection,
    Outcome,
    Overlap,
    best_threshold,
    calibration_error,
    detection,
    evidence_overlap,
    refused_by_kind,
)
from evaluation.evidence import Check, carrying, choose, needed, pieces
from evaluation.judges import Fitted, Judge, Remembering, Rules, Similarity, Trained, TrainedAndRules
from evaluation.options import adapter_option, data_option, json_option, limit_option
from evaluation.systems import trained_verifier
from evaluation.tables import layout, note, percent, publish
from models.protocols import ClaimVerifier
from service.settings import Settings, load_settings

FITTED_ON = {False: "corpus_train", True: "bump_train"}  # the baselines' thresholds; True for long sources
WITHOUT_PARTLY = "wice, without partly"
BATCH = 128  # claims, between two words on the progress


@dataclass(frozen=True, slots=True)
class Held:
    """A part of a claim with its evidence: which source sentence each is of, and how similar."""

    check: Check
    sentences: tuple[int, ...]
    similarities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SetReport:
    """The figures of every system on one set, by the systems' names."""

    name: str
    figures: Mapping[str, Detection]
    thresholds: Mapping[str, float]
    refused: Mapping[str, Mapping[str, tuple[int, float]]]
    calibration: float | None = None  # of the trained verifier
    evidence: Mapping[str, Overlap] | None = None


def hold(claims: ClaimSet, encoder: Remembering) -> list[list[Held]]:
    """Return, for each claim, its parts with their evidence; in a long set, evidence that is chosen here."""
    if not claims.long:
        return [[_whole(claim, part) for part in claim.parts] for claim in claims.claims]
    sources = {claim.source: pieces(claim.source) for claim in claims.claims}
    encoder.learn(piece.text for source in sources.values() for piece in source)
    encoder.learn(part for claim in claims.claims for part in claim.parts)
    held = []
    for claim in claims.claims:
        texts = [piece.text for piece in sources[claim.source]]
        places = [piece.sentence for piece in sources[claim.source]]
        held.append([_chosen(part, texts, places, encoder.similarities(part, texts)) for part in claim.parts])
    return held


def _whole(claim: Claim, part: str) -> Held:
    return Held(Check(claim.source, part), tuple(range(len(claim.source))), (0.0,) * len(claim.source))


def _chosen(part: str, texts: Sequence[str], places: Sequence[int], similarities: Sequence[float]) -> Held:
    rows = choose(part, texts, similarities)
    check = Check(tuple(texts[i] for i in rows), part)
    return Held(check, tuple(places[i] for i in rows), tuple(similarities[i] for i in rows))


def judge(system: Judge, claims: ClaimSet, held: Sequence[Sequence[Held]]) -> list[Outcome]:
    """Return what a system says of each claim: as of the part that it trusts least."""
    scores: list[float] = []
    for start in range(0, len(held), BATCH):
        batch = held[start : start + BATCH]
        flat = iter(system.scores([part.check for parts in batch for part in parts]))
        scores += [min((next(flat) for _ in parts), default=0.0) for parts in batch]
        note(f"{claims.name}: {system.name}: {min(start + BATCH, len(held))} of {len(held)}")
    return [
        Outcome(claim.supported, score, score >= system.threshold, claim.kind, claim.pair)
        for claim, score in zip(claims.claims, scores, strict=True)
    ]


def measure(claims: ClaimSet, systems: Sequence[Judge], encoder: Remembering) -> Iterator[SetReport]:
    """Yield the figures on a set; for one with claims that hold in part, also the figures without those."""
    held = hold(claims, encoder)
    outcomes = {system.name: judge(system, claims, held) for system in systems}
    trained = next((system for system in systems if isinstance(system, Trained)), None)
    evidence = score_evidence(claims, held, trained)
    thresholds = {system.name: system.threshold for system in systems}
    yield replace(_report(claims.name, outcomes, thresholds), evidence=evidence)
    whole = [n for n, claim in enumerate(claims.claims) if not claim.partly]
    if len(whole) < len(claims.claims):
        rest = {name: [row[n] for n in whole] for name, row in outcomes.items()}
        yield _report(WITHOUT_PARTLY, rest, thresholds)


def _report(
    name: str, outcomes: Mapping[str, Sequence[Outcome]], thresholds: Mapping[str, float]
) -> SetReport:
    return SetReport(
        name,
        {system: detection(row) for system, row in outcomes.items()},
        thresholds,
        {system: refused_by_kind(row) for system, row in outcomes.items()},
        calibration_error(outcomes[Trained.name]) if Trained.name in outcomes else None,
    )


def score_evidence(
    claims: ClaimSet, held: Sequence[Sequence[Held]], trained: Trained | None
) -> dict[str, Overlap] | None:
    """Score the chosen evidence of the supported claims whose gold sets are known; None if there are none."""
    known = [n for n, claim in enumerate(claims.claims) if claim.gold]
    parts = [part for n in known for part in held[n]]
    ways: dict[str, Sequence[Sequence[int]]] = {
        "all chosen": [range(len(part.sentences)) for part in parts],
        "carrying new words": [carrying(p.check.claim, p.check.evidence, p.similarities) for p in parts],
    }
    if trained and parts:
        note(f"{claims.name}: which evidence is needed")
        checks, similarities = [part.check for part in parts], [part.similarities for part in parts]
        ways["needed by trained"] = needed(checks, similarities, trained.scores)
    gold = [claims.claims[n].gold for n in known]
    scored = {}
    for name, rows in ways.items():
        found = iter([part.sentences[i] for i in row] for part, row in zip(parts, rows, strict=True))
        chosen = [frozenset(i for _ in held[n] for i in next(found)) for n in known]
        scored[name] = evidence_overlap(chosen, gold)
    return {name: overlap for name, overlap in scored.items() if overlap} or None


def baselines(
    training: ClaimSet, encoder: Remembering, trained: Trained | None = None
) -> list[Similarity | Fitted]:
    """Return the similarity baselines with the thresholds that are best on a set that nothing is measured on.

    So is the trained verifier, if it is given: what it makes of summaries of long articles is on another
    scale than what it makes of merges.

    Raises ValueError if the set lacks supported or unsupported claims.
    """
    held = hold(training, encoder)
    fitted: list[Similarity | Fitted] = []
    systems: list[Similarity | Fitted] = [
        Similarity(encoder, nearest=False),
        Similarity(encoder, nearest=True),
    ]
    for system in [*systems, *([Fitted(trained)] if trained else [])]:
        outcomes = judge(system, training, held)
        right, wrong = ([o.score for o in outcomes if o.supported is kind] for kind in (True, False))
        fitted.append(system.at(best_threshold(right, wrong)))
    return fitted


_COLUMNS = {
    "bal.acc": "balanced_accuracy",
    "crossed": "crossed",
    "AUC": "auc",
    "passed": "passed",
    "precision": "precision",
    "recall": "recall",
    "pairwise": "pairwise",
}


def table(report: SetReport) -> str:
    """Return the set's figures, in percent, as a table of its own with a headline."""
    first = next(iter(report.figures.values()))
    headline = f"{report.name}: {first.count} claims, {percent(first.supported)} % supported"
    rows = [["", *_COLUMNS]]
    for system, figures in report.figures.items():
        rows.append([system, *(percent(getattr(figures, field)) for field in _COLUMNS.values())])
    told = [headline, layout(rows)]
    if report.calibration is not None:
        told.append(f"expected calibration error of {Trained.name}: {percent(report.calibration)}")
    told += [text for text in (_kinds(report), _evidence(report)) if text]
    return "\n".join(told)


def _kinds(report: SetReport) -> str:
    kinds = sorted({kind for refused in report.refused.values() for kind in refused})
    if len(kinds) < 2:
        return ""
    rows = [["refused, by error", "n", *report.refused]]
    for kind in kinds:
        count = next(refused[kind][0] for refused in report.refused.values())
        shares = [percent(refused[kind][1], 0) for refused in report.refused.values()]
        rows.append([kind, str(count), *shares])
    return layout(rows)


def _evidence(report: SetReport) -> str:
    if not report.evidence:
        return ""
    rows = [["evidence of supported claims", "n", "precision", "recall", "F1", "sentences"]]
    for way, found in report.evidence.items():
        shares = map(percent, (found.precision, found.recall, found.f1))
        rows.append([way, str(found.count), *shares, f"{found.size:.1f}"])
    return layout(rows)


def plain(report: SetReport) -> dict[str, Any]:
    """Return the set's figures for JSON; shares are 0 to 1."""
    kinds = {
        system: {kind: {"count": count, "refused": share} for kind, (count, share) in refused.items()}
        for system, refused in report.refused.items()
    }
    return {
        "systems": {
            system: {"threshold": report.thresholds[system], **asdict(figures)}
            for system, figures in report.figures.items()
        },
        "refused_by_error": kinds,
        "calibration_error": report.calibration,
        "evidence": {way: asdict(found) for way, found in (report.evidence or {}).items()} or None,
    }


@click.command("verifier")
@data_option
@click.option(
    "--set", "names", type=click.Choice(list(SETS)), multiple=True, help="Only this set; repeatable."
)
@adapter_option
@limit_option
@json_option
def main(
    data: Path, names: tuple[str, ...], adapter: Path | None, limit: int | None, json_file: Path | None
) -> None:
    """Measure how well the verifier tells supported claims from unsupported ones."""
    sets = [read_set(data, name, limit) for name in names or MEASURED]
    training = {long: read_set(data, FITTED_ON[long]) for long in sorted({claims.long for claims in sets})}
    settings = load_settings()
    encoder = _encoder(settings)
    systems = _systems(settings, adapter)
    trained = next(system for system in systems if isinstance(system, Trained))
    fitted = {
        long: baselines(claims, encoder, trained if long else None) for long, claims in training.items()
    }
    reports = [r for claims in sets for r in measure(claims, [*systems, *fitted[claims.long]], encoder)]
    figures = {"sets": {report.name: plain(report) for report in reports}}
    publish("\n\n".join(map(table, reports)), figures, json_file)


def _encoder(settings: Settings) -> Remembering:
    from models.cpu import use_threads  # noqa: PLC0415 - heavy; wrong options are told without it
    from models.encoder import MiniLmEncoder  # noqa: PLC0415
    from models.weights import default_directory  # noqa: PLC0415

    use_threads(settings.threads)
    return Remembering(MiniLmEncoder(settings.models_dir or default_directory(), settings.encoder))


def _systems(settings: Settings, adapter: Path | None) -> list[Judge]:
    return judges(trained_verifier(settings, adapter))


def judges(verifier: ClaimVerifier) -> list[Judge]:
    """Return the trained verifier, the rules, and both, whole and by their grave part."""
    trained = Trained(verifier)
    return [
        trained,
        TrainedAndRules(trained),
        TrainedAndRules(trained, doubts=False),
        Rules(),
        Rules(grave=True),
    ]
