"""Translating: scores, the order of the sentences, alignments."""

import pytest
import torch

from gradatim.data.info import PairsInfo
from gradatim.data.language.tokenizers import TRANSLATION_SPECIALS, character_tokenizer
from gradatim.recipes import get
from gradatim.recipes.language.translation.recipe import Translation
from gradatim.recipes.language.translation.translate import align, bleu_signature, score, translate
from gradatim.recipes.options import change

QUICK = {"batch_size": 8, "steps": 3, "pairs": "dates", "vocabulary": 0}
BAHDANAU = change(
    "dates-bahdanau", get("dates-bahdanau"), {**QUICK, "embedding_width": 8, "width": 16}
)
TRANSFORMER = change(
    "multi30k-transformer",
    get("multi30k-transformer"),
    {**QUICK, "width": 16, "hidden": 32, "n_layers": 1, "n_heads": 2},
)
TOKENIZER = character_tokenizer(["0123456789-/. abc"], TRANSLATION_SPECIALS, lowercase=True)
SENTENCES = ["5/14/1998", "a", "14.5.98 b c", "2001"]


def build(recipe: Translation) -> torch.nn.Module:
    """An untrained translator of `TOKENIZER`'s characters."""
    torch.manual_seed(0)
    return recipe.build_model(
        PairsInfo(pairs="dates", vocabulary_size=TOKENIZER.get_vocab_size())
    ).eval()


def test_scores() -> None:
    assert score(["a", "b", "c"], ["a", "x", "c"], "exact") == {"exact_match": pytest.approx(2 / 3)}
    reference = "A man in an orange hat starring at something."
    assert score([reference], [reference], "bleu")["bleu"] == pytest.approx(100)
    worse = score(["A man in a hat looking at something."], [reference], "bleu")["bleu"]
    assert 0 < worse < 50
    shouted = score([reference.upper()], [reference], "bleu")
    assert shouted["bleu"] < 10
    assert shouted["bleu_lower"] == pytest.approx(100)


def test_bleu_is_of_cased_text_cut_by_sacrebleu_itself() -> None:
    assert "tok:13a" in bleu_signature()
    assert "case:mixed" in bleu_signature()


@pytest.mark.parametrize("recipe", [BAHDANAU, TRANSFORMER], ids=["bahdanau", "transformer"])
def test_translations_come_in_the_order_of_the_sentences(recipe: Translation) -> None:
    model = build(recipe)
    together = translate(model, TOKENIZER, SENTENCES, beam=1)
    alone = [translate(model, TOKENIZER, [sentence], beam=1)[0] for sentence in SENTENCES]
    # Alone, a translation may be longer: its limit depends on the longest source beside it.
    assert all(
        a.startswith(b[:10]) or b.startswith(a[:10]) for a, b in zip(together, alone, strict=True)
    )


@pytest.mark.parametrize("recipe", [BAHDANAU, TRANSFORMER], ids=["bahdanau", "transformer"])
def test_an_alignment_has_a_row_a_written_token(recipe: Translation) -> None:
    alignment = align(build(recipe), TOKENIZER, "5/14/98", "1998-05-14")
    assert "".join(alignment.source) == "5/14/98end"
    assert "".join(alignment.target) == "1998-05-14end"
    assert alignment.weights.shape == (11, 8)
    assert (alignment.weights >= 0).all()
    assert (alignment.weights.sum(1) <= 1 + 1e-5).all()
