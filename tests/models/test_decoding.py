from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.decoding import Task, decode
from models.grounding import Grounding, Kind, Root

EOS = 0


class Scripted:
    """A model whose rows like the tokens of their own script, in order, and token 99 more."""

    def __init__(self, scripts):
        self.scripts = scripts  # by a prompt's first token
        self.batches = []

    def begin(self, prompts, vocabulary, extra):
        self.vocabulary, self.extra = vocabulary, extra
        self.rows = [(prompt[0], 0) for prompt in prompts]
        return self, self._logits()

    def step(self, tokens):
        self.batches.append(len(tokens))
        self.rows = [(name, at + 1) for name, at in self.rows]
        return self._logits()

    def select(self, rows):
        self.rows = [self.rows[i] for i in rows.tolist()]

    def _logits(self):
        logits = torch.zeros(len(self.rows), len(self.vocabulary))
        for row, (name, at) in enumerate(self.rows):
            script = self.scripts[name]
            liked = script[at] if at < len(script) else EOS
            logits[row, self.vocabulary == liked] = 5.0
            logits[row, self.vocabulary == 99] = 9.0
        return logits


class Guessing:
    """The same as a script, but a session that may be asked to try tokens out."""

    def __init__(self, scripts):
        self.inner = Scripted(scripts)
        self.tried = []

    def begin(self, prompts, vocabulary, extra):
        _, logits = self.inner.begin(prompts, vocabulary, extra)
        return self, logits

    def step(self, tokens):
        raise AssertionError("several tokens at once are asked for instead")

    def select(self, rows):
        self.inner.select(rows)

    def attempt(self, rows):
        self.tried.append([list(row) for row in rows])
        start = self.inner.rows
        logits = []
        for row, (name, at) in zip(rows, start, strict=True):
            for ahead in range(1, len(row) + 1):
                self.inner.rows = [(name, at + ahead)]
                logits.append(self.inner._logits()[0])
        self.inner.rows = start
        return torch.stack(logits)

    def keep(self, counts):
        taken = zip(self.inner.rows, counts.tolist(), strict=True)
        self.inner.rows = [(name, at + count) for (name, at), count in taken]


def grounding(*words, marks=((50,),)):
    """Words are paths of tokens; token 50 is a full stop."""
    spaced = [(Root.SPACED, Kind.WORD, word) for word in words]
    return Grounding([*spaced, *((Root.JOINTS, Kind.END, mark) for mark in marks)], EOS)


def task(name, words, limit=20):
    return Task((name,), grounding(*words), limit)


def test_every_row_follows_its_own_script():
    model = Scripted({1: [10, 11, 50], 2: [12, 50], 3: [13, 14, 13, 14, 50]})
    tasks = [task(1, [(10,), (11,)]), task(2, [(12,)]), task(3, [(13, 14)])]
    found = decode(model, tasks)
    assert [row.tokens for row in found] == [(10, 11, 50), (12, 50), (13, 14, 13, 14, 50)]
    assert all(row.finished for row in found)
    assert model.batches[0] == 3, "all rows are one batch"
    assert model.batches[-1] == 1, "finished rows are dropped"
    assert model.extra == 20


def test_no_token_outside_the_allowed_set_is_taken():
    model = Scripted({1: [99, 77, 10, 50], 2: [10, 10, 50]})
    other = task(2, [(99,), (10,)])  # 99 is another row's word, and so in the vocabulary
    found = decode(model, [task(1, [(10,), (11,)]), other])
    assert set(found[0].tokens) <= {10, 11, 50}
    assert 99 in found[1].tokens


def test_a_word_once_begun_is_ended():
    found = decode(Scripted({1: [20, 50, 22, 50]}), [task(1, [(20, 21, 22), (23,)])])
    assert found[0].tokens[:3] == (20, 21, 22)


def test_a_row_without_an_end_is_cut_and_said_to_be():
    (found,) = decode(Scripted({1: [10] * 50}), [task(1, [(10,)], limit=7)])
    assert (len(found.tokens), found.finished) == (7, False)


def test_no_tasks_no_work():
    assert decode(Scripted({}), []) == []


def test_a_row_is_the_same_alone_and_in_company():
    scripts = {1: [10, 11, 50], 2: [11, 10, 11, 10, 50]}
    tasks = [task(1, [(10,), (11,)]), task(2, [(11,), (10,)])]
    apart = [decode(Scripted(scripts), [one])[0] for one in tasks]
    assert decode(Scripted(scripts), tasks) == apart


LONG = [10, 11, 12, 13, 14, 15, 16, 17, 50]
WORDS = [(token,) for token in range(10, 18)]


def test_what_a_prompt_holds_is_checked_at_once():
    model = Guessing({1: LONG})
    (found,) = decode(model, [Task((1, *LONG), grounding(*WORDS), 20)])
    assert found.tokens == tuple(LONG)
    assert model.tried == [[LONG]]


def test_a_wrong_guess_changes_nothing_and_is_taken_back():
    script = [10, 11, 15, 12, 13, 16, 50]
    task_ = Task((1, 10, 11, 12, 13, 14, 50), grounding(*WORDS), 20)  # wrong after 11 and after 13
    model = Guessing({1: script})
    (found,) = decode(model, [task_])
    assert found == decode(Scripted({1: script}), [task_])[0]
    assert len(model.tried) < len(script)
    assert model.tried[0] == [[10, 11, 12, 13, 14, 50]]
    assert model.tried[1][0][0] == 15, "the token that the model preferred to the guess comes next"


def test_nothing_is_guessed_that_may_not_be_written_or_has_no_room():
    script = [10, 11, 12, 13]
    model = Guessing({1: script})
    decode(model, [Task((1, 10, 77, 11, 12), grounding(*WORDS), 20)])
    assert model.tried[0] == [[10]], "77 is no word of the row"
    model = Guessing({1: script * 2})
    (found,) = decode(model, [Task((1, *script), grounding(*WORDS), limit=3)])
    assert (len(found.tokens), found.finished) == (3, False)
    assert model.tried == [[[10, 11]]], "one token is left to be written after a guess"


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_guessing_is_never_seen(data):
    token = st.sampled_from([10, 11, 12, 13, 50, 99])
    scripts = {name: data.draw(st.lists(token, max_size=14)) for name in (1, 2, 3)}
    prompts = {name: data.draw(st.lists(token, max_size=14)) for name in scripts}
    tasks = [Task((name, *prompts[name]), grounding((10,), (11,), (12, 13)), 12) for name in scripts]
    assert decode(Guessing(scripts), tasks) == decode(Scripted(scripts), tasks)
