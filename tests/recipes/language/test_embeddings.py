"""Embeddings of sentences and images: those of a checkpoint without a head, by their cosine."""

import json

import numpy as np
import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers

from gradatim.cli.language.text import similar_
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERTConfig, BERTEncoder
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.vision.vit import ViTConfig, ViTEncoder
from gradatim.recipes.language.embeddings import embed

WORDS = ["[PAD]", "[UNK]", "[CLS]", "the", "cat", "sat", "mat"]


@pytest.fixture
def tokenizer():
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return words


def test_a_sentence_is_the_mean_of_its_tokens_or_the_first_one(tmp_path, tokenizer):
    torch.manual_seed(0)
    sizes = {"vocabulary_size": len(WORDS), "context": 8, "width": 16, "hidden": 16}
    model = BERTEncoder(BERTConfig(**sizes, n_layers=2, n_heads=2)).eval()
    load_save.save(model, tmp_path, tokenizer)
    hidden = model.hidden(torch.tensor([[3, 4, 5]]))[0]
    vectors = embed(str(tmp_path), ["the cat sat", "the cat sat", "mat"])
    torch.testing.assert_close(vectors[0], hidden.mean(0) / hidden.mean(0).norm())
    torch.testing.assert_close(vectors[0], vectors[1])
    (tmp_path / "1_Pooling").mkdir()
    pooling = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    first = embed(str(tmp_path), ["the cat sat"])[0]
    torch.testing.assert_close(first, hidden[0] / hidden[0].norm())


def test_the_bert_that_ships_compares_sentences_and_other_models_are_refused():
    cat, dog, train = embed("everyday-bert", ["I have a cat.", "I have a dog.", "He ran home!"])
    assert cat @ dog > cat @ train
    for name in ("everyday-llama", "dates-bahdanau"):
        with pytest.raises(UserError, match="gives no embeddings here: take a BERT, or a ViT"):
            embed(name, ["a cat"])
    with pytest.raises(UserError, match="mnist-flow, which ships, does not read or write text"):
        embed("mnist-flow", ["a cat"])


def test_images_are_compared_by_the_class_token(tmp_path, capsys):
    torch.manual_seed(0)
    sizes = {"image_size": 16, "patch_size": 8, "width": 16, "hidden": 16}
    model = ViTEncoder(ViTConfig(**sizes, n_layers=2, n_heads=2)).eval()
    load_save.save(model, tmp_path / "vit")
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    for name, image in {"a.png": pixels, "b.png": pixels, "c.png": 255 - pixels}.items():
        Image.fromarray(image).save(tmp_path / name)
    paths = [str(tmp_path / name) for name in ("a.png", "b.png", "c.png")]
    expected = model.hidden((torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255 - 0.5) / 0.5)
    vectors = embed(str(tmp_path / "vit"), paths)
    first = expected[0, 0].detach()
    torch.testing.assert_close(vectors[0], first / first.norm(), rtol=1e-4, atol=1e-5)
    similar_(str(tmp_path / "vit"), paths)
    printed = capsys.readouterr().out
    assert printed.count("1.00") >= 5  # each with itself, a with b and b with a
    assert "c.png" in printed


def test_other_models_and_single_sentences_are_refused(tmp_path, tokenizer):
    config = GPTConfig(vocabulary_size=len(WORDS), context=8, width=8, n_layers=1, n_heads=1)
    load_save.save(GPT(config), tmp_path, tokenizer)
    with pytest.raises(UserError, match="a GPT gives no embeddings"):
        embed(str(tmp_path), ["the cat", "mat"])
    with pytest.raises(UserError, match="at least two"):
        similar_(str(tmp_path), ["the cat"])
