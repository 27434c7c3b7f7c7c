"""generate, fill, translate, attention, size on small checkpoints: what they print and refuse."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from gradatim.cli.language.text import attention_, fill_, generate_, translate_
from gradatim.cli.size import size_
from gradatim.data.download import local_copy
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig

WORDS = ["[PAD]", "[UNK]", "[BOS]", "[EOS]", "[MASK]", "the", "cat", "sat", "on", "mat"]


def word_tokenizer():
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.add_special_tokens(WORDS[:5])
    return tokenizer


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A GPT, a BERT and a translator, random, with ten words."""
    torch.manual_seed(0)
    sizes = {"vocabulary_size": len(WORDS), "width": 16, "n_layers": 2, "n_heads": 2}
    made = {
        "gpt": GPT(GPTConfig(**sizes, context=12)),
        "bert": BERT(BERTConfig(**sizes, hidden=16, context=12)),
        "marian": Transformer(TransformerConfig(**sizes, hidden=16, dropout=0)),
    }
    parent = tmp_path_factory.mktemp("checkpoints")
    for name, model in made.items():
        load_save.save(model, parent / name, word_tokenizer())
    return {name: str(parent / name) for name in made}


def test_generate_prints_the_prompt_and_the_same_text_for_the_same_seed(folders, capsys):
    texts = []
    for seed in (1, 1, 2):
        generate_(folders["gpt"], prompt="the cat", tokens=8, temperature=1.5, seed=seed)
        texts.append(capsys.readouterr().out)
    assert texts[0].startswith("the cat")
    assert texts[0] == texts[1] != texts[2]
    assert set(texts[0].split()) <= set(WORDS)


def test_fill_prints_words_with_probabilities(folders, capsys):
    fill_(folders["bert"], "the [MASK] sat on the [MASK]", top=3)
    printed = capsys.readouterr().out
    assert printed.count("%") == 6


def test_unnamed_models_are_those_that_ship(tmp_path, capsys):
    fill_("How are [MASK] doing today?", top=2)
    assert "you" in capsys.readouterr().out
    generate_(prompt="Once upon a time", tokens=5, temperature=0)
    assert capsys.readouterr().out.startswith("Once upon a time")
    attention_("How are you doing today?", out=tmp_path / "page.html")
    assert "you" in (tmp_path / "page.html").read_text()
    with pytest.raises(UserError, match="text is empty"):
        fill_()


def test_translate_shows_what_it_looked_at(folders, capsys):
    translate_(folders["marian"], "the cat sat", show_alignment=True)
    printed = capsys.readouterr().out
    assert "the cat sat" in printed
    assert "[EOS]" in printed


@pytest.mark.parametrize(("name", "layers"), [("gpt", 2), ("bert", 2), ("marian", 6)])
def test_attention_writes_a_page_of_every_layer(folders, tmp_path, name, layers):
    attention_(folders[name], "the cat sat", out=tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text("utf-8").count("<h2>") == layers


def test_stories_are_written_without_a_prompt(capsys):
    if local_copy("stories260k", "stories260K.bin") is None:
        pytest.skip("stories260k is not on this machine")
    generate_("stories260k", tokens=8, temperature=0)
    assert capsys.readouterr().out == "Once upon a time, there was a\n"
    size_("stories260k")
    assert "260,032" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: generate_(f["gpt"], prompt=" "), "the text is empty"),
        (lambda f: generate_(f["gpt"], prompt="the 🙂"), "no token for '🙂'"),
        (
            lambda f: generate_(f["gpt"], prompt="the " * 13),
            "the text has 13 tokens and this model reads at most",
        ),
        (
            lambda f: generate_(f["gpt"], prompt="the", tokens=0),
            "n_tokens is 0: give 1 to 1,000",
        ),
        (lambda f: generate_(f["gpt"], tokens=10**11), "tokens is 100000000000: give 1 to 1,000"),
        (lambda f: generate_(f["gpt"], temperature=0, seed=0), "seed is 0, and temperature is 0"),
        (
            lambda f: generate_(f["bert"], prompt="the"),
            "a BERT does not continue a text: use `grad",
        ),
        (lambda f: fill_(f["bert"], "the cat"), r"the text has no \[MASK\]"),
        (lambda f: generate_(f["gpt"], prompt=__file__), "is a file, and this model reads text"),
        (lambda f: fill_(f["bert"]), "the text is empty: give a sentence after the model"),
        (lambda f: fill_("runs/no-such-run"), "the text is empty: give a sentence after the model"),
        (lambda f: attention_(f["bert"], ""), "the text is empty: give a sentence after the model"),
        (lambda f: fill_(f["bert"], "[MASK] " * 13), "the text has 13 tokens"),
        (lambda f: fill_(f["bert"], "[MASK]", top=0), "n_best is 0: give 1 to 10"),
        (lambda f: fill_(f["gpt"], "the [MASK]", top=-1), "n_best is -1: give 1 to"),
        (lambda f: fill_("the [MASK] sat", top=0), "n_best is 0: give 1 to"),
        (lambda f: fill_("the [MASK] sat", top=-1), "n_best is -1: give 1 to"),
        (lambda f: fill_("the [MASK] sat", top=100_000), "n_best is 100000: give 1 to"),
        (
            lambda f: fill_(f["marian"], "[MASK]"),
            "does not fill in words: use `gradatim translate`",
        ),
        (lambda f: translate_(f["gpt"], "the"), "a GPT does not translate"),
        (lambda f: translate_(f["marian"], "the", beam=0), "--beam is 0: give at least 1"),
        (lambda f: translate_(f["marian"], "le chat"), "no token for 'le'"),
        (lambda f: attention_(f["gpt"], "the " * 13), "reads at most 12"),
        (lambda f: generate_("./nowhere", prompt="the"), "there is no folder"),
        (lambda f: size_("gpt-9"), "no famous model 'gpt-9'"),
    ],
)
def test_bad_requests_are_answered_in_one_sentence(folders, call, message):
    with pytest.raises(UserError, match=message) as caught:
        call(folders)
    assert "\n" not in str(caught.value)
