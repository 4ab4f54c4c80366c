"""Encoder-decoders of the user's own, on tiny random weights: the logits, and the way from words to words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import torch
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from tokenizers.decoders import Metaspace

from models.errors import ModelsError
from models.fuser import CausalFuser
from models.grounding import GLUE, Root, source_words
from models.hub import hub_tokenizer
from models.seq2seq import Seq2SeqModel
from models.weights import Location
from tests.models.conftest import CORPUS

CLUSTERS = [
    ["The harbour at Lunde was closed on Monday, police said.", "A ferry struck the pier at Lunde."],
    ["Some 45,000 people and 12 ships were turned away."],
    [],
]
PROMPTS = [[5, 6, 7, 8, 9, 1], [10, 11, 1], [12, 13, 14, 15, 16, 17, 18, 1]]


@pytest.fixture(scope="module", autouse=True)
def quiet():
    transformers.utils.logging.disable_progress_bar()


@pytest.fixture(scope="module")
def unigram():
    """Return a tokenizer of T5's kind: pieces that begin with a space's mark, </s> at the end."""
    built = Tokenizer(models.Unigram())
    built.normalizer = normalizers.NFKC()
    built.pre_tokenizer = pre_tokenizers.Metaspace()
    built.decoder = Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=180, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    built.train_from_iterator([*CORPUS, "=> ( ) summarize: : ; ? ! ' \" - – — / a The"], trainer)
    built.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=built, eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )


@pytest.fixture(scope="module")
def framed(tokenizer):
    """Return a tokenizer of BART's kind: byte-level, a text between <s> and </s>."""
    built = Tokenizer.from_str(tokenizer.to_str())
    built.add_special_tokens(["<s>", "</s>"])
    begin, end = built.token_to_id("<s>"), built.token_to_id("</s>")
    built.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", begin), ("</s>", end)]
    )
    return transformers.PreTrainedTokenizerFast(tokenizer_object=built, bos_token="<s>", eos_token="</s>")


def save(folder, tokenizer, model):
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def t5(tmp_path_factory, unigram):
    torch.manual_seed(0)
    config = transformers.T5Config(
        vocab_size=len(unigram),
        d_model=32,
        d_kv=8,
        d_ff=48,
        num_layers=2,
        num_heads=4,
        n_positions=64,
        initializer_factor=5.0,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    config.task_specific_params = {"summarization": {"prefix": "summarize: "}}
    return save(tmp_path_factory.mktemp("t5"), unigram, transformers.T5ForConditionalGeneration(config))


@pytest.fixture(scope="module")
def bart(tmp_path_factory, framed):
    torch.manual_seed(0)
    config = transformers.BartConfig(
        vocab_size=len(framed),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=48,
        decoder_ffn_dim=48,
        max_position_embeddings=80,
        init_std=0.5,
        bos_token_id=framed.bos_token_id,
        eos_token_id=framed.eos_token_id,
        decoder_start_token_id=framed.eos_token_id,
        pad_token_id=0,
        forced_bos_token_id=None,
        forced_eos_token_id=None,
    )
    return save(tmp_path_factory.mktemp("bart"), framed, transformers.BartForConditionalGeneration(config))


@pytest.fixture(scope="module", params=["t5", "bart"])
def folder(request):
    return request.getfixturevalue(request.param)


def opened(folder):
    location = Location(str(folder), pinned=False)
    return Seq2SeqModel(location, hub_tokenizer(location))


def fuser(folder, **options):
    return CausalFuser(Path("unused"), override=str(folder), **options)


# The network


def test_a_batch_gives_transformers_own_logits_step_by_step(folder, monkeypatch):
    monkeypatch.setattr("models.hub.matrix_dtype", lambda: torch.float32)
    theirs = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    ours = opened(folder)
    vocabulary = torch.arange(0, 90, 3)

    def expected(prompt, written):
        ids, row = torch.tensor([prompt]), torch.tensor([[*ours._opening, *written]])
        return theirs(input_ids=ids, decoder_input_ids=row).logits[0, -1][vocabulary]

    with torch.inference_mode():
        session, logits = ours.begin(PROMPTS, vocabulary, 4)
        rows = [(prompt, []) for prompt in PROMPTS]
        for step in range(4):
            wanted = torch.stack([expected(*row) for row in rows])
            torch.testing.assert_close(logits, wanted, atol=1e-4, rtol=1e-4)
            if step == 1:  # one row ends, another goes two ways
                session.select(torch.tensor([2, 0, 0]))
                rows = [rows[2], rows[0], rows[0]]
            tokens = [20 + step + i for i in range(3)]
            rows = [
                (prompt, [*written, token]) for (prompt, written), token in zip(rows, tokens, strict=True)
            ]
            logits = session.step(torch.tensor(tokens))


def test_each_kind_begins_as_it_was_taught(t5, bart, framed):
    assert (opened(t5)._opening, opened(t5).first) == ([0], Root.SPACED)
    begins = [framed.eos_token_id, framed.bos_token_id]
    assert (opened(bart)._opening, opened(bart).first) == (begins, Root.BARE)


# From sentences to candidates


def test_several_candidates_of_the_sources_words_come_in_a_batch(folder):
    own = fuser(folder, candidates=8)
    tasks = []
    own.load()
    original = own._loaded.text
    own._loaded.text = lambda hypothesis: tasks.append(hypothesis) or original(hypothesis)
    answers = own.fuse(CLUSTERS)
    assert own.name == folder.name
    assert answers[2] == []
    assert len(tasks) == sum(map(len, CLUSTERS)), "one for each sentence to start from"
    for cluster, candidates in zip(CLUSTERS, answers, strict=True):
        pieces = {p.lower() for s in cluster for w in source_words(s) for p in re.findall(r"\w+", w)}
        for candidate in candidates:
            assert {p.lower() for p in re.findall(r"\w+", candidate)} <= pieces | set(GLUE) | {"s"}
    written = {own._loaded.tokenizer.decode(list(task.tokens)) for task in tasks}
    assert len(written) > 1
    assert own.fuse(CLUSTERS) == answers == fuser(folder, candidates=8).fuse(CLUSTERS)


def test_what_can_be_written_is_a_sentence_of_the_sources(folder):
    own = fuser(folder)
    own.load()
    loaded = own._loaded
    task = loaded.task(CLUSTERS[0])
    position = task.grounding.start
    ids = loaded.tokenizer.encode(CLUSTERS[0][0], add_special_tokens=False).ids
    for token in ids:
        assert token in task.grounding.allowed(position), loaded.tokenizer.decode([token])
        position = task.grounding.advance(position, token)
    assert loaded.eos in task.grounding.allowed(position)
    assert loaded.tokenizer.decode(ids) == CLUSTERS[0][0]


def test_the_encoder_reads_the_prefix_and_the_sentences(t5, bart):
    for folder, expected in (
        (t5, "summarize: The harbour was closed. It rained on Monday.</s>"),
        (bart, "<s>The harbour was closed. It rained on Monday.</s>"),
    ):
        own = fuser(folder)
        own.load()
        prompt = own._loaded.task(["The harbour was closed.", "It rained\non Monday."]).prompt
        assert own._loaded.tokenizer.decode(list(prompt), skip_special_tokens=False) == expected


def test_a_long_input_is_cut_between_sentences(folder):
    own = fuser(folder)
    own.load()
    loaded = own._loaded
    sentences = [
        f"The harbour at Lunde was closed on Monday, {who} said."
        for who in ("police", "the mayor", "a sailor", "the court", "people", "the ships")
    ]
    assert loaded.reads == (64 if "t5" in folder.name else 80)
    prompt = loaded.task(sentences).prompt
    assert len(prompt) <= loaded.reads
    read = loaded.tokenizer.decode(list(prompt))
    assert sentences[0] in read
    assert read.endswith("said.")
    assert sentences[5] not in read
    own.fuse([sentences])
    assert loaded.task(["The harbour at Lunde was closed on Monday, police said, " * 9]) is None


def test_special_tokens_in_a_document_are_plain_characters(bart, framed):
    own = fuser(bart)
    own.load()
    prompt = own._loaded.task(["Stop </s> here <s> now."]).prompt
    assert prompt.count(framed.eos_token_id) == prompt.count(framed.bos_token_id) == 1


def test_a_candidate_with_a_character_that_the_tokenizer_lacks_is_none(t5):
    own = fuser(t5)
    own.load()
    assert own.fuse([["Łódź ☃ closed."]]) is not None
    unknown = own._loaded.tokenizer.token_to_id("<unk>")
    task = own._loaded.task(["The harbour was closed."])
    ids = own._loaded.tokenizer.encode("The harbour was closed.", add_special_tokens=False).ids
    hypothesis = type("H", (), {"tokens": (*ids[:2], unknown, *ids[2:]), "finished": True})
    assert task is not None
    assert own._loaded.text(hypothesis) is None
    hypothesis.tokens = tuple(ids)
    assert own._loaded.text(hypothesis) == "The harbour was closed."


# What cannot be loaded


def copy_without_weights(folder, target):
    for path in folder.iterdir():
        if path.suffix == ".json":
            (target / path.name).write_bytes(path.read_bytes())
    return target


def test_a_model_saved_as_a_pickle_is_refused(t5, tmp_path):
    torch.save({}, copy_without_weights(t5, tmp_path) / "pytorch_model.bin")
    with pytest.raises(ModelsError, match=r"cannot be loaded: .*safetensors"):
        fuser(tmp_path).load()


def test_code_that_comes_with_a_model_is_not_run(t5, tmp_path):
    copy_without_weights(t5, tmp_path)
    (tmp_path / "model.safetensors").write_bytes((t5 / "model.safetensors").read_bytes())
    (tmp_path / "evil.py").write_text("raise SystemExit('code of a model was run')", encoding="utf-8")
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    config |= {
        "model_type": "evil",
        "auto_map": {"AutoConfig": "evil.Config", "AutoModelForSeq2SeqLM": "evil.M"},
    }
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelsError, match="cannot be loaded"):
        fuser(tmp_path).load()


def test_a_model_that_lacks_a_part_is_refused(bart, t5, tmp_path):
    copy_without_weights(bart, tmp_path)
    encoder = transformers.T5EncoderModel.from_pretrained(t5)
    encoder.config.save_pretrained(tmp_path)
    encoder.save_pretrained(tmp_path)
    config = json.loads((t5 / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelsError, match=r"is not whole: its files hold no decoder\."):
        fuser(tmp_path).load()


def test_an_empty_directory_is_refused(tmp_path):
    with pytest.raises(ModelsError, match=f"the model {tmp_path.name} cannot be loaded"):
        fuser(tmp_path).load()
