"""Words that reports use for one another, so that "14 were killed" and "17 dead" are about the same.

Small on purpose: the everyday verbs and nouns of news, by stem. The first of a group stands for all.
"""

from __future__ import annotations

_GROUPS = """
begin start began; lend loan lent borrow; kill die dead death toll fatal bodi deceas; injur hurt wound; evacu;
vote ballot; hous home; fail collaps burst breach broke break gave crash
collid slam smash outag breakdown fault;
rise increas rais hike climb jump rose; fall drop declin lower fell cut; arrest detain;
economist forecast analyst; protest demonstr ralli demo; custom client investor saver shopper;
sentenc; convict guilti; find found; poll survey; merchant retail shop store; build construct
"""
_CANONICAL = {stem: group.split()[0] for group in _GROUPS.split(";") for stem in group.split()}
_PEOPLE = frozenset(
    ("person", "life", "body", "name", "victim", "dead", "injured", "wounded", "killed", "missing")
)


def canonical(stem: str) -> str:
    """Give the stem that stands for a stem's group, or the stem itself."""
    return _CANONICAL.get(stem, stem)


def is_people(noun: str) -> bool:
    """Whether a singular noun counts people of no special kind."""
    return noun in _PEOPLE
