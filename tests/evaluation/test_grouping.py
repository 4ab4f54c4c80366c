from __future__ import annotations

import pytest

from evaluation.grouping import Reader, baseline, find_copies, nothing, tell_apart
from evaluation.mixtures import MAJORITY, Article, Mixture, mixtures, partial_copies
from evaluation.ratio import Ratio
from service.types import DocumentRole, Role

PROSE = " ".join(f"The committee of Orre heard witness number {i} on the ferry that sank." for i in range(12))


def rows(main=9, others=3, topic=3):
    ids = {f"{topic}ecb": main, f"{topic}ecbplus": others}
    return [
        {
            "id": name,
            "documents": [{"id": f"{name}{i}", "text": f"{PROSE} {name} {i}."} for i in range(count)],
        }
        for name, count in ids.items()
    ]


def test_a_request_has_most_articles_on_one_event():
    made = {mixture.name: mixture for mixture in mixtures(rows(), "held")}
    assert set(made) == {f"3ecb+{few}" for few in range(4)}
    assert len(made["3ecb+3"].articles) == MAJORITY + 3
    assert made["3ecb+2"].off == {a.id for a in made["3ecb+2"].articles if a.id.startswith("3ecbplus")}
    assert made["3ecb+0"].off == frozenset()


def test_halves_are_topics_of_even_and_odd_numbers():
    both = [*rows(topic=3), *rows(topic=4)]
    names = {half: {m.name[0] for m in mixtures(both, half)} for half in ("tuned", "held", "both")}
    assert names == {"tuned": {"4"}, "held": {"3"}, "both": {"3", "4"}}


def test_short_texts_are_left_out():
    short = rows()
    short[0]["documents"] = [{"id": f"s{i}", "text": "A headline."} for i in range(9)]
    assert list(mixtures(short, "held")) == []


@pytest.mark.parametrize(("share", "copied"), [(1.0, 12), (0.5, 6), (0.3, 4)])
def test_a_partial_copy_has_its_share_of_the_original(share, copied):
    documents = [{"id": f"d{i}", "text": PROSE.replace("ferry", f"ship{i}")} for i in range(3)]
    made = list(partial_copies([{"id": "3ecb", "documents": documents}], "held"))
    (one,) = [request for request in made if request.share == share]
    assert one.articles[-1].text.count("ship0") == copied
    assert one.articles[-1].text.count("ship1") == 12 - copied


MIXED = Mixture(
    "m", (Article("a", "x"), Article("b", "x"), Article("c", "x"), Article("d", "y")), frozenset("d")
)


@pytest.mark.parametrize(
    ("found", "precision", "recall", "kept", "whole"),
    [
        ("d", (1, 1), (1, 1), (3, 3), (1, 1)),
        ("", (0, 0), (0, 1), (3, 3), (0, 1)),
        ("cd", (1, 2), (1, 1), (2, 3), (0, 1)),
    ],
)
def test_telling_apart_is_counted(found, precision, recall, kept, whole):
    told = tell_apart([MIXED], lambda _articles: frozenset(found))
    assert (told.precision, told.recall) == (Ratio(*precision), Ratio(*recall))
    assert (told.kept, told.whole) == (Ratio(*kept), Ratio(*whole))


def test_the_baselines():
    alike = [Article(str(i), f"{PROSE} {i}") for i in range(4)]
    odd = Article("odd", "Bakers met in Hale to choose a gooseberry tart; a postman won and wept with joy.")
    assert baseline([*alike, odd]) == {"odd"}
    assert nothing([*alike, odd]) == frozenset()


def test_copies_are_counted_by_share():
    documents = [{"id": f"d{i}", "text": PROSE.replace("ferry", f"ship{i}")} for i in range(3)]
    made = list(partial_copies([{"id": "3ecb", "documents": documents}], "held"))

    def roles(articles):
        last = len(articles) - 1
        found = [DocumentRole(i, Role.MAIN, i) for i in range(last)]
        return [*found, DocumentRole(last, Role.SYNDICATED_COPY, 0, copy_of=0)]

    assert [(f.one_source, f.called_copy) for f in find_copies(made, roles)] == [
        (Ratio(1, 1), Ratio(1, 1))
    ] * 4
    apart = find_copies(made, lambda articles: [DocumentRole(i, Role.MAIN, i) for i in range(len(articles))])
    assert [f.one_source for f in apart] == [Ratio(0, 1)] * 4


def test_the_reader_finds_roles_as_the_service_does():
    reader = Reader()
    odd = Article("odd", "Bakers met in Hale to choose a tart.\n\nA postman won the prize and wept with joy.")
    alike = [Article(str(i), f"{PROSE}\n\nWitness {i} wept at length before the bench.") for i in range(3)]
    roles = reader.roles([*alike, odd])
    assert [role.doc for role in roles] == [0, 1, 2, 3]
    assert len({role.source for role in roles[:3]}) == 1
