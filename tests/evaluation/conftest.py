"""One invented event with its key, and a perfect answer to it that tests spoil in one place each."""

import copy
import gzip
import json

import pytest

TEXTS = {
    "wire.txt": "HILL WIRE\nA goat ate 14 hats in Brill on Monday, police said. The fair went on.",
    "copy.txt": "VALE POST\nA goat ate 14 hats in Brill on Monday, police said. The fair went on.",
    "blog.txt": "My goat blog\nThe Brill goat got through seventeen hats. It cost 90 crowns.",
    "old.txt": "VALE POST\nA sheep ate a scarf in Brill in 2020.",
}

KEY = {
    "id": "goat",
    "documents": [
        {"file": "wire.txt", "role": "main", "copy_of": None, "boilerplate": ["HILL WIRE", "3 May 2031"]},
        {"file": "copy.txt", "role": "syndicated_copy", "copy_of": "wire.txt", "boilerplate": ["VALE POST"]},
        {"file": "blog.txt", "role": "main", "copy_of": None, "boilerplate": ["My goat blog"]},
        {"file": "old.txt", "role": "earlier_event", "copy_of": None, "boilerplate": ["VALE POST"]},
    ],
    "facts": [
        {
            "id": "f1",
            "text": "A goat ate 14 hats.",
            "salience": 3,
            "match": ["goat", r"\b14\b|fourteen", "hats"],
            "documents": ["wire.txt", "copy.txt"],
            "evidence": {
                "wire.txt": "A goat ate 14 hats in Brill",
                "copy.txt": "A goat ate 14 hats in Brill",
            },
            "event_date": "2031-05-03",
        },
        {
            "id": "f2",
            "text": "The hats cost 90 crowns.",
            "salience": 1,
            "match": [r"\b90\b"],
            "documents": ["blog.txt"],
            "evidence": {"blog.txt": "It cost 90 crowns."},
            "event_date": None,
        },
    ],
    "conflicts": [
        {
            "about": "number of hats",
            "sides": [
                {
                    "value": "14",
                    "documents": ["wire.txt", "copy.txt"],
                    "evidence": {
                        "wire.txt": "A goat ate 14 hats in Brill",
                        "copy.txt": "A goat ate 14 hats in Brill",
                    },
                },
                {
                    "value": "17",
                    "documents": ["blog.txt"],
                    "evidence": {"blog.txt": "The Brill goat got through seventeen hats."},
                },
            ],
        }
    ],
    "not_conflicts": [
        {
            "about": "hats and crowns",
            "why": "different_things",
            "evidence": {"wire.txt": "A goat ate 14 hats in Brill", "blog.txt": "It cost 90 crowns."},
        }
    ],
    "forbidden": ["sheep ate .*hats"],
}


def cite(file, quote):
    start = TEXTS[file].index(quote)
    return {
        "type": "char_location",
        "document_index": list(TEXTS).index(file),
        "document_id": file,
        "document_title": None,
        "start_char_index": start,
        "end_char_index": start + len(quote),
        "cited_text": quote,
    }


WIRE = "A goat ate 14 hats in Brill on Monday, police said."
BLOG = "The Brill goat got through seventeen hats."
PRICE = "It cost 90 crowns."


def answer():
    told = [
        (WIRE, "extractive", [cite("wire.txt", WIRE), cite("copy.txt", WIRE)]),
        ("The hats cost 90 crowns.", "abstractive", [cite("blog.txt", PRICE)]),
    ]
    summary, sentences = "", []
    for text, method, citations in told:
        summary += " " if summary else ""
        span = {"start": len(summary), "end": len(summary) + len(text)}
        sentences.append({"text": text, **span, "method": method, "citations": citations})
        summary += text
    sides = [
        {"value": "14", "citations": [cite("wire.txt", WIRE)]},
        {"value": "seventeen", "citations": [cite("blog.txt", BLOG)]},
    ]
    return {
        "title": "Goat eats hats",
        "summary": summary,
        "sentences": sentences,
        "conflicts": [{"about": "hats", "sides": sides}],
        "timeline": [{"date": "2031-05", "text": WIRE, "citations": [cite("wire.txt", WIRE)]}],
        "documents": [
            {"id": d["file"], "role": d["role"], "copy_of": d["copy_of"]}
            for d in copy.deepcopy(KEY["documents"])
        ],
    }


@pytest.fixture
def key():
    return copy.deepcopy(KEY)


@pytest.fixture
def response():
    return answer()


@pytest.fixture
def texts():
    return list(TEXTS.values())


MERGES = [
    {
        "id": f"goat-{number}",
        "sentences": [
            f"A goat ate {number} hats in Brill on Monday, police said.",
            f"The {number} hats were eaten by a goat near the fair in Brill.",
        ],
        "fused": f"A goat ate {number} hats near the fair in Brill on Monday, police said.",
        "close": f"A goat ate {number} hats in Brill on Monday, police said, near the fair.",
        "negatives": [
            {"text": f"A goat ate {number + 1} hats near the fair in Brill on Monday.", "error": "number"},
            {"text": f"A sheep ate {number} hats near the fair in Brill on Monday.", "error": "entity_swap"},
        ],
    }
    for number in range(14, 18)
]

JUDGED = [
    {
        "id": "fair-1",
        "sentences": ["The fair opened at noon.", "The fair in Brill had forty stalls."],
        "close": "The fair in Brill, which opened at noon, had forty stalls.",
        "judged": [
            {"text": "The fair in Brill had forty stalls.", "supported": True, "error": None},
            {"text": "The fair in Brill had fifty stalls.", "supported": False, "error": "number"},
        ],
    }
]

BARN = "The barn at Hest burned on Friday. Nobody was hurt. The owner, Pia Lund, kept {} goats there."

SUMMARIES = [
    {"id": f"bump-{number}-{kind}", "source": BARN.format(number), "claim": claim, "label": label}
    for number in range(8)
    for kind, label, claim in (
        ("ref", 1, f"The barn at Hest burned . Pia Lund kept {number} goats there ."),
        ("edit", 0, f"The barn at Hest burned . Pia Lund kept {number + 20} goats there ."),
    )
]

NEWS = [
    {"id": "n_og", "source": BARN.format(5), "claim": "A barn burned.", "label": 1, "edit_types": []},
    {"id": "n_1", "source": BARN.format(5), "claim": "A mill burned.", "label": 0, "edit_types": ["entity"]},
]

WIKIPEDIA = [
    {
        "id": "w1",
        "source": ["# Ormby", "The lighthouse was built in 1871.", "Gulls nest there."],
        "claim": "The lighthouse was built in 1871.",
        "label": "supported",
        "supporting_sentences": [[1], [0, 1]],
    },
    {
        "id": "w2",
        "source": ["# Ormby", "The lighthouse was built in 1871."],
        "claim": "The red lighthouse was built in 1871.",
        "label": "partially_supported",
        "supporting_sentences": [[1]],
    },
    {
        "id": "w3",
        "source": ["Gulls nest there."],
        "claim": "The lighthouse has a bell.",
        "label": "not_supported",
        "supporting_sentences": [[]],
    },
]

UNIONS = [
    {"id": "u1", "sentences": ["A goat ate.", "It ate hats."], "fused": ["A goat ate hats.", "It ate."]}
]

CLUSTERS = [
    {
        "id": f"multinews_val_250-{number:04}",
        "documents": [
            {"id": "d1", "text": f"A goat ate {number} red hats in Brill. It then slept in the sun all day."},
            {
                "id": "d2",
                "text": f"The owner paid {number} crowns for the hats. The fair in Brill went on.",
                "irrelevant_votes_of_5": 2 if number else None,
            },
            {
                "id": "d3",
                "text": "Subscribe to the weekly letter of the Vale Post. Cookies help us to help you.",
                "irrelevant_votes_of_5": 0 if number else 4,
            },
        ],
        "references": [f"– A goat ate {number} red hats at the fair in Brill, and its owner paid for them."],
    }
    for number in range(6)
]

DATA = {
    "multinews_val_250.jsonl.gz": CLUSTERS,
    "fusion/dev.jsonl": MERGES,
    "fusion/train.jsonl": MERGES,
    "fusion/judged_dev.jsonl": JUDGED,
    "fusion/judged_train.jsonl": JUDGED,
    "bump_dev.jsonl.gz": SUMMARIES,
    "summedits_news.jsonl.gz": NEWS,
    "wice_claim_dev.jsonl.gz": WIKIPEDIA,
    "sentence_union_eval.jsonl.gz": UNIONS,
}


@pytest.fixture
def data(tmp_path):
    """Return a folder with a few invented rows in each file that the models are measured on."""
    (tmp_path / "fusion").mkdir()
    for name, rows in DATA.items():
        content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return tmp_path
