"""The models that ship: they open at once, are small, and reach what their cards say."""

import json

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.language.sampling import Sampling
from gradatim.recipes.language import shipped_models
from gradatim.recipes.language.shipped_models import (
    EVERYDAY_BERT,
    EVERYDAY_LLAMA,
    FOLDER,
    KINDS,
    open_shipped,
)
from gradatim.recipes.language.trained_model import continue_text, fill, open_trained


def card(name: str) -> dict:
    """What stands beside a shipped model."""
    return json.loads((FOLDER / name / "card.json").read_text("utf-8"))


def test_all_take_no_more_than_four_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.safetensors")) < 4_000_000
    for name in KINDS:
        stated = card(name)
        assert stated["command"].startswith(f"gradatim train {name}")
        assert {"seed", "seconds", "hardware", "data", "measured"} <= set(stated)
        assert all(source["license"] for source in stated["data"].values())


def test_the_sentence_of_the_slide_gets_you_first() -> None:
    [words] = fill(open_trained(EVERYDAY_BERT), "How are [MASK] doing today?", 3)
    assert words[0][0] == "you"


def test_common_words_are_whole() -> None:
    for name in (EVERYDAY_BERT, EVERYDAY_LLAMA):
        tokenizer = open_shipped(name)[1]
        for word in ["today", "friend", "little", "water", "happy", "school", "morning", "because"]:
            assert len(tokenizer.encode(f" {word}").ids) == 1


def test_the_next_word_model_writes_words() -> None:
    greedy = Sampling(temperature=0)
    text = "".join(continue_text(open_trained(EVERYDAY_LLAMA), "Once upon a", 30, sampling=greedy))
    assert text.startswith(" time")
    assert len(text.split()) > 10


def test_what_one_visitor_records_holds_nothing_of_another() -> None:
    (first, _), (second, _) = open_shipped(EVERYDAY_LLAMA), open_shipped(EVERYDAY_LLAMA)
    assert all(a is b for a, b in zip(first.parameters(), second.parameters(), strict=True))
    with torch.no_grad(), record_attention(first) as records:
        second(torch.zeros(1, 5, dtype=torch.long))
    assert not any(records.values())


def test_opening_leaves_the_random_numbers_that_come_next() -> None:
    """Else the second run of a process that starts from this model would be another one."""
    shipped_models.read_model.cache_clear()
    before = torch.get_rng_state()
    open_shipped(EVERYDAY_BERT)
    assert torch.equal(torch.get_rng_state(), before)


def test_damage_is_one_sentence(tmp_path, monkeypatch) -> None:
    (tmp_path / EVERYDAY_BERT).mkdir()
    for file in (FOLDER / EVERYDAY_BERT).iterdir():
        (tmp_path / EVERYDAY_BERT / file.name).write_bytes(file.read_bytes())
    weights = tmp_path / EVERYDAY_BERT / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-5] ^= 1
    weights.write_bytes(content)
    monkeypatch.setattr(shipped_models, "FOLDER", tmp_path)
    shipped_models.read_model.cache_clear()
    with pytest.raises(UserError, match="checksum of its weights"):
        open_shipped(EVERYDAY_BERT)
    shipped_models.read_model.cache_clear()
