"""The plain torch models against transformers' own, on tiny random weights; and users' own models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers

from models.bert import Bert
from models.encoder import MiniLmEncoder
from models.errors import ModelsError
from models.fuser import CausalFuser
from models.llama import Llama

PROMPTS = [[5, 6, 7, 8, 9], [10, 11], [12, 13, 14, 15, 16, 17, 18, 19]]


@pytest.fixture(scope="module", autouse=True)
def quiet():
    transformers.utils.logging.disable_progress_bar()


@pytest.fixture(scope="module")
def llama(tmp_path_factory, tokenizer):
    """Return the directory of a tiny Llama with a tokenizer beside it."""
    folder = tmp_path_factory.mktemp("llama")
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        rope_theta=5000.0,
        tie_word_embeddings=True,
        initializer_range=0.2,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>").save_pretrained(
        folder
    )
    return folder


@pytest.fixture(scope="module")
def bert(tmp_path_factory, tokenizer):
    """Return the directory of a tiny BERT with a tokenizer beside it."""
    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        initializer_range=0.2,
    )
    transformers.BertModel(config).save_pretrained(folder)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    return folder


def reference_logits(model, row):
    return model(input_ids=torch.tensor([row])).logits[0, -1]


def test_llama_gives_the_same_logits_for_a_padded_batch_step_by_step(llama):
    theirs = transformers.LlamaForCausalLM.from_pretrained(llama).eval()
    vocabulary = torch.arange(0, 300, 3)
    rows = [list(prompt) for prompt in PROMPTS]
    with torch.inference_mode():
        session, logits = Llama(llama, torch.float32).begin(rows, vocabulary, 4)
        for token in (20, 21, 22, 23):
            expected = torch.stack([reference_logits(theirs, row)[vocabulary] for row in rows])
            torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)
            rows = [[*row, token + i] for i, row in enumerate(rows)]
            logits = session.step(torch.tensor([row[-1] for row in rows]))


def test_llama_goes_on_right_after_rows_are_dropped_and_repeated(llama):
    theirs = transformers.LlamaForCausalLM.from_pretrained(llama).eval()
    vocabulary = torch.arange(300)
    with torch.inference_mode():
        session, _ = Llama(llama, torch.float32).begin(PROMPTS, vocabulary, 4)
        session.select(torch.tensor([2, 0, 0]))
        logits = session.step(torch.tensor([30, 31, 32]))
        rows = [[*PROMPTS[2], 30], [*PROMPTS[0], 31], [*PROMPTS[0], 32]]
        expected = torch.stack([reference_logits(theirs, row)[:300] for row in rows])
    torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)


def test_llama_takes_several_tokens_of_a_row_at_once_and_takes_back_what_is_not_kept(llama):
    theirs = transformers.LlamaForCausalLM.from_pretrained(llama).eval()
    with torch.inference_mode():
        session, _ = Llama(llama, torch.float32).begin(PROMPTS, torch.arange(300), 8)
        session.attempt([[50, 51, 52], [60], []])
        session.keep(torch.tensor([1, 1, 0]))  # 51 and 52 were wrong
        tried = [[70, 71], [72, 73, 74], [75]]
        logits = session.attempt(tried)
        before = [[*PROMPTS[0], 50], [*PROMPTS[1], 60], PROMPTS[2]]
        expected = [
            reference_logits(theirs, [*known, *more[: ahead + 1]])[:300]
            for known, more in zip(before, tried, strict=True)
            for ahead in range(len(more))
        ]
    torch.testing.assert_close(logits, torch.stack(expected), atol=1e-4, rtol=1e-4)


def test_llama_gives_a_row_the_same_bits_in_any_company(llama):
    with torch.inference_mode():
        model = Llama(llama, torch.bfloat16)
        if not model.layers[0].down._packed:
            pytest.skip("this processor does not multiply bfloat16")
        rows = [list(range(5, 5 + length)) for length in (70, 9, 33)]
        session, together = model.begin(rows, torch.arange(300), 8)
        several = session.attempt([[20], [30, 31, 32], [40, 41]])
        other, alone = model.begin(rows[1:2], torch.arange(100, 290), 8)
        assert torch.equal(together[1, 100:290], alone[0])
        for number, token in enumerate((30, 31, 32), start=1):
            assert torch.equal(several[number, 100:290], other.step(torch.tensor([token]))[0])


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")  # peft asks transformers
def test_llama_with_an_adapter_is_peft_with_an_adapter(llama, tmp_path):
    peft = pytest.importorskip("peft")
    torch.manual_seed(1)
    base = transformers.LlamaForCausalLM.from_pretrained(llama)
    names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    tuned = peft.get_peft_model(
        base, peft.LoraConfig(r=4, lora_alpha=8, target_modules=names, init_lora_weights=False)
    )
    tuned.save_pretrained(str(tmp_path))
    with torch.inference_mode():
        _, logits = Llama(llama, torch.float32, tmp_path).begin(PROMPTS, torch.arange(300), 1)
        expected = torch.stack([reference_logits(tuned.eval(), row)[:300] for row in PROMPTS])
    torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)


def test_bert_without_padding_gives_the_same_means(bert):
    theirs = transformers.BertModel.from_pretrained(bert).eval()
    ids = sorted([*PROMPTS, [3, 4], [9, 8, 7, 6, 5]], key=len)
    with torch.inference_mode():
        expected = [theirs(input_ids=torch.tensor([row])).last_hidden_state[0].mean(0) for row in ids]
        ours = Bert(bert, torch.float32).pooled(ids)
    torch.testing.assert_close(ours, torch.stack(expected), atol=1e-5, rtol=1e-4)


def test_a_users_own_encoder_is_pooled_and_its_order_does_not_matter(bert):
    encoder = MiniLmEncoder(Path("unused"), override=str(bert))
    assert encoder.name == bert.name
    texts = ["The harbour was closed.", "It rained.", "Some 45,000 people were turned away on Monday.", ""]
    rows = encoder.encode(texts)
    np.testing.assert_array_equal(encoder.encode(texts[::-1]), rows[::-1])
    np.testing.assert_allclose(np.linalg.norm(rows[:3], axis=1), 1.0, rtol=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in texts[:3]])
    np.testing.assert_allclose(rows[:3], alone, atol=1e-5)


def test_a_users_own_model_fuses_like_the_default(llama):
    fuser = CausalFuser(Path("unused"), override=str(llama), candidates=2)
    sentences = ["The harbour was closed.", "The harbour at Lunde closed on Monday."]
    first = fuser.fuse([sentences, ["It rained."], []])
    assert first == fuser.fuse([sentences, ["It rained."], []])
    assert first[2] == []
    assert all(candidate.endswith((".", "?", "!", '"', "”")) for row in first for candidate in row)


def test_a_causal_model_is_not_asked_more_than_it_can_read(tmp_path, tokenizer):
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=380,
        n_embd=32,
        n_layer=1,
        n_head=2,
        bos_token_id=0,
        eos_token_id=0,
    )
    transformers.GPT2LMHeadModel(config).save_pretrained(tmp_path)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>").save_pretrained(
        tmp_path
    )
    fuser = CausalFuser(Path("unused"), override=str(tmp_path))
    sentences = [f"The harbour at Lunde was closed on Monday, {n} ships and a ferry said." for n in range(9)]
    assert len(fuser.fuse([sentences])) == 1
    written = fuser._loaded.tokenizer.decode(list(fuser._loaded.task(sentences).prompt))
    assert sentences[0] in written
    assert sentences[8] not in written
    assert written.endswith(" said.\n=>")


def test_a_model_saved_as_a_pickle_is_refused(llama, tmp_path):
    for path in llama.iterdir():
        if path.suffix == ".json":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    torch.save({}, tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelsError, match=r"cannot be loaded: .*safetensors"):
        CausalFuser(Path("unused"), override=str(tmp_path)).load()
