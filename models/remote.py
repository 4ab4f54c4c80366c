"""Fuses sentences through an OpenAI-compatible server: vLLM, llama.cpp, Ollama and the like, or a vendor's.

Nothing ties such a model to the sources' words. What it writes is a suggestion, and the verifier's.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from models.chat import Ask, ChatError, ChatServer, Reply
from models.errors import ModelsError
from models.prompts import chat_messages
from models.text import ends_well, loops, one_line

TOGETHER = 4  # questions in flight, those of all requests counted
MAX_SENTENCE_CHARACTERS = 1000  # a longer one is a list or a mishap, and is not fused
MAX_TOKENS = 256  # of one answer
SEED = 1
_PROBE = ("The bridge at Ostrel was closed on Monday.", "Engineers found cracks in the Ostrel bridge.")
_UNKNOWN_OPTION = (400, 422)
_LIST = re.compile(r"(?:[-–—*•>#]|\(?\d{1,2}[.)])\s")
_PREAMBLE = re.compile(
    r"(?:sure|certainly|of course|okay|ok|yes)\b[,.:!]"
    r"|here(?:['’]s| is| are)\b[^.!?]{0,80}:"
    r"|(?:(?:the|my|your) )?(?:(?:fused|merged|combined|single) )*"
    r"(?:answer|output|result|sentence|summary)\b[^.!?]{0,20}:",
    re.IGNORECASE,
)
_SECOND_SENTENCE = re.compile(r"[a-z\d)][.!?…][\"”’)]*\s+[\"“‘(]?[A-Z]")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Lt|Col|Gen|Prof|Sen|Rep|Gov|No|vs|[a-z])$")

_log = logging.getLogger("citeweave.models")


class RemoteFuser:
    """A SentenceFuser behind HTTP. Threads may share one; TOGETHER questions are in flight at most.

    `url` is the base, such as http://127.0.0.1:8000/v1, `model` the model's name there, `key` a bearer token.
    A cluster may take `timeout` seconds. Answers are asked for at temperature 0 with a fixed seed: whether
    the same question gets the same answer is up to the server. Raises ModelsError if the address or the key
    cannot be used.
    """

    def __init__(
        self, url: str, model: str, key: str | None = None, *, timeout: float = 60.0, candidates: int = 1
    ) -> None:
        self._server = ChatServer(url, key, timeout)
        self._model = one_line(model)
        self.name = f"{self._model} at {self._server.label}"
        self._candidates = candidates
        self._pool = ThreadPoolExecutor(TOGETHER, thread_name_prefix="citeweave-fuser")
        self._lock = threading.Lock()
        self._options: Mapping[str, int] | None = None

    def load(self) -> None:
        """Ask one question, to learn what the server understands; does nothing the second time.

        Raises ModelsError, which names the setting that is likely wrong.
        """
        with self._lock:
            self._ready()

    def fuse(self, clusters: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the candidates for each cluster; none for one that failed.

        Failures are counted and logged once a call, without any text. Once the server was silent for
        TOGETHER questions, the rest of the call is given up.
        """
        with self._lock:
            options = self._ready()
        call = _Call(options)
        with self._server.connect() as ask:
            answers = list(self._pool.map(lambda cluster: self._tell(ask, cluster, call), clusters))
        self._report(call, len(clusters))
        return answers

    def _ready(self) -> Mapping[str, int]:
        if self._options is None:
            self._options = self._probe()
        return self._options

    def _probe(self) -> Mapping[str, int]:
        """The options that the server takes: all that are wished for, or fewer."""
        several = [{"seed": SEED, "n": self._candidates}] if self._candidates > 1 else []
        wishes: list[dict[str, int]] = [*several, {"seed": SEED}, {}]
        try:
            with self._server.connect() as ask:
                for options in wishes:
                    reply = ask(self._question(_PROBE, options))
                    if reply.status not in _UNKNOWN_OPTION:
                        break
            _check(reply, self._model, self._server.label)
        except ChatError as error:
            raise ModelsError(
                f"the server at {self._server.label} cannot be used ({error.reason}):"
                " see that it runs and that CITEWEAVE_FUSER is its address, which usually ends in /v1"
            ) from None
        return options

    def _question(self, lines: Sequence[str], options: Mapping[str, int]) -> dict[str, Any]:
        most = min(MAX_TOKENS, 32 + sum(map(len, lines)) // 2)
        fixed = {"model": self._model, "temperature": 0, "max_tokens": most, "stream": False}
        return {**fixed, **options, "messages": chat_messages(lines)}

    def _tell(self, ask: Ask, cluster: Sequence[str], call: _Call) -> list[str]:
        tidy = filter(None, map(one_line, cluster))
        lines = [line for line in tidy if len(line) <= MAX_SENTENCE_CHARACTERS]
        if not lines:
            return []
        try:
            call.check()
            return _sentences(ask(self._question(lines, call.options)), self._candidates)
        except ChatError as error:
            call.fail(error)
            return []

    def _report(self, call: _Call, asked: int) -> None:
        if not call.failures:
            return
        reasons = ", ".join(f"{reason}: {count}" for reason, count in sorted(call.failures.items()))
        failed = sum(call.failures.values())
        _log.warning("the fuser %s gave nothing for %d of %d facts (%s)", self.name, failed, asked, reasons)


@dataclass
class _Call:
    """What went wrong in one call of `fuse`, over all of its threads."""

    options: Mapping[str, int]
    failures: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """Raise ChatError if the server has been silent too often to be asked again."""
        if self.lost >= TOGETHER:
            raise ChatError("given up")

    def fail(self, error: ChatError) -> None:
        with self.lock:
            self.failures[error.reason] += 1
            self.lost += error.lost


def _check(reply: Reply, model: str, label: str) -> None:
    """Raise ModelsError unless the first answer is one of a chat model."""
    if reply.status in (401, 403):
        raise ModelsError(
            f"the server at {label} refuses the key (status {reply.status}): set CITEWEAVE_FUSER_API_KEY"
        )
    if reply.status == 404:
        raise ModelsError(
            f"the server at {label} has no model {model!r}, or is not at this address (status 404):"
            " see CITEWEAVE_FUSER_MODEL, and CITEWEAVE_FUSER, which usually ends in /v1"
        )
    if reply.status in _UNKNOWN_OPTION:
        raise ModelsError(
            f"the server at {label} does not take what it is asked (status {reply.status}):"
            f" see that CITEWEAVE_FUSER_MODEL, which is {model!r}, names a chat model there"
        )
    _choices(reply)


def _choices(reply: Reply) -> list[Any]:
    if reply.status != 200:
        raise ChatError(f"status {reply.status}")
    choices = reply.content().get("choices")
    if not isinstance(choices, list) or not choices:
        raise ChatError("not the JSON of a chat completion")
    return choices


def _sentences(reply: Reply, most: int) -> list[str]:
    """The sentences among the choices, each once. Raises ChatError if there is none."""
    found: dict[str, None] = {}
    faults: list[ChatError] = []
    for choice in _choices(reply)[:most]:
        try:
            found[_sentence(choice)] = None
        except ChatError as error:
            faults.append(error)
    if not found:
        raise faults[0]
    return list(found)


def _sentence(choice: object) -> str:
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise ChatError("not the JSON of a chat completion")
    if message.get("refusal") or choice.get("finish_reason") == "content_filter":
        raise ChatError("refused")
    content = message.get("content")
    if not isinstance(content, str):
        raise ChatError("no text")
    if choice.get("finish_reason") == "length":
        raise ChatError("cut short")
    if not is_one_sentence(content):
        raise ChatError("not one sentence")
    return one_line(content)


def is_one_sentence(text: str) -> bool:
    """Whether an answer is a sentence and no more: no list, no introduction, no second line or sentence."""
    line = one_line(text)
    alone = len(text.strip().splitlines()) == 1 and not _LIST.match(line) and not _PREAMBLE.match(line)
    return alone and ends_well(line) and not loops(line) and not _goes_on(line)


def _goes_on(line: str) -> bool:
    """Whether another sentence follows the first; "Dr. Wynn" is none."""
    return any(
        not _ABBREVIATED.search(line[: match.start() + 1]) for match in _SECOND_SENTENCE.finditer(line)
    )
