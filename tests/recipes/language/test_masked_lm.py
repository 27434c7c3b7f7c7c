"""Masked language models: hidden words, the same masks each time, zero-init residuals."""

import pytest
import torch

from gradatim.data.info import TextInfo
from gradatim.data.language import text as texts
from gradatim.data.language.tokenizers import from_text
from gradatim.recipes import get
from gradatim.recipes.language.masked_lm import mask_words
from tests.recipes.language.tiny_text import tiny


@pytest.mark.usefixtures("data_folder")
def test_bert_with_zero_init_residual_begins_as_its_embedding() -> None:
    recipe = get("docs-bert")
    assert recipe.zero_init_residual
    model = recipe.build_model(TextInfo(text="docs", vocabulary_size=50))
    tokens = torch.randint(50, (2, 9))
    places = model.token_embedding(tokens) + model.position_embedding.weight[:9]
    embedded = model.embedding_norm(places + model.segment_embedding.weight[0])
    torch.testing.assert_close(model.hidden(tokens), embedded, rtol=1e-4, atol=1e-4)


def test_masks_do_not_change_between_evaluations(own_text: str) -> None:
    task = tiny("wikitext-bert", own_text).build(torch.device("cpu"))
    task.model.eval()
    with torch.no_grad():
        first, second = task.evaluate(), task.evaluate()
    assert first == second
    assert 0 <= first["top1"] <= first["top5"] <= 1


def test_hidden_words_are_in_the_vocabulary(own_text: str) -> None:
    task = tiny("wikitext-bert", "docs", vocabulary=1500).build(torch.device("cpu"))
    tokenizer = from_text(task.files["tokenizer.json"])
    validation = texts.load("docs").validation.read()
    examples = mask_words(validation, tokenizer, 40)
    assert 4 <= len(examples) <= 8
    for sentence, word in examples:
        assert sentence.count("[MASK]") == 1
        assert len(tokenizer.encode(sentence).ids) <= 40
        assert sentence.replace("[MASK]", word) in validation
