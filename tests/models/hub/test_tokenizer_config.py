"""What the files beside a tokenizer ask, against what the transformers library makes of them."""

import json

import pytest
from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer

from gradatim.errors import UserError
from gradatim.models.hub.tokenizer_files import read_tokenizer
from tests.parity.published import t

LINES = [
    "How are you doing today?",
    "L'élève n'a pas 12 345 crêpes, cafe\u0301 漢字",
    "<|new|> x <|new|>y  <|new|>",
    "a<NEW>b <new> NEW",
    "[CLS] it [MASK] <s>hello</s> <|endoftext|> a",
    " The CAT sat",
    "",
]
CORPUS = LINES * 3 + ["the cat sat on the mat today and you are doing well Cat Sat"] * 5
NEW = {
    "content": "<|new|>",
    "lstrip": False,
    "rstrip": False,
    "normalized": False,
    "single_word": False,
    "special": True,
}
BY_NUMBER = "added_tokens_decoder"


def save_gpt2(folder):
    words = ["<s>", "</s>", "<mask>", "<|endoftext|>"]
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(CORPUS, vocab_size=350, special_tokens=words, show_progress=False)
    trained.save_model(str(folder))
    return t.GPT2Tokenizer.from_pretrained(folder)


def save_bert(folder):
    trained = BertWordPieceTokenizer(lowercase=False)
    trained.train_from_iterator(CORPUS, vocab_size=250, show_progress=False)
    trained.save_model(str(folder))
    return t.BertTokenizer.from_pretrained(folder)


def publish(kind, folder, files, with_json=True):
    """Write a tokenizer, its tokenizer_config.json with some changes, and further files."""
    {"gpt2": save_gpt2, "bert": save_bert}[kind](folder).save_pretrained(folder)
    if not with_json:
        (folder / "tokenizer.json").unlink()
    (folder / "config.json").write_text(json.dumps({"model_type": kind}))
    for name, change in files.items():
        path = folder / name
        content = json.loads(path.read_text()) if path.is_file() else {}
        path.write_text(json.dumps(content | change))


def read(kind, folder):
    special = json.loads((folder / "tokenizer_config.json").read_text())
    return read_tokenizer(
        "here", kind, lambda name: p if (p := folder / name).is_file() else None, special
    )


def require_equal(kind, folder):
    ours, theirs = read(kind, folder), t.AutoTokenizer.from_pretrained(folder)
    for line in LINES:
        expected = theirs(line)["input_ids"]
        assert ours.encode(line).ids == expected, line
        said = theirs.decode(expected, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        assert ours.decode(expected) == said, line


def config(**change):
    return {"tokenizer_config.json": change}


TOKENS = {
    "for padding": config(pad_token="<|new|>"),
    "of the model": config(image_token="<|new|>"),
    "further ones": config(additional_special_tokens=["<|new|>"]),
    "further ones, newer": config(extra_special_tokens=["<|new|>"]),
    "by name": config(extra_special_tokens={"image_token": "<|new|>"}),
    "by number": config(**{BY_NUMBER: {"900": NEW}}),
    "with the space before": config(**{BY_NUMBER: {"900": NEW | {"lstrip": True}}}),
    "not special": config(**{BY_NUMBER: {"900": NEW | {"special": False}}}),
    "compared as it became": config(
        **{BY_NUMBER: {"900": NEW | {"content": "<NEW>", "normalized": True}}}
    ),
    "a word alone": config(**{BY_NUMBER: {"900": NEW | {"content": "NEW", "single_word": True}}}),
    "a usual word": config(eos_token="sat"),
    "older file": {"added_tokens.json": {"<|new|>": 900}},
    "older map": {"special_tokens_map.json": {"pad_token": "<|new|>"}},
    "cut like text": config(split_special_tokens=True),
}


@pytest.mark.parametrize("with_json", [True, False])
@pytest.mark.parametrize("kind", ["gpt2", "bert"])
@pytest.mark.parametrize("tokens", TOKENS)
def test_tokens_that_are_named_beside_a_tokenizer_are_never_cut(tokens, kind, with_json, tmp_path):
    publish(kind, tmp_path, TOKENS[tokens], with_json)
    require_equal(kind, tmp_path)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("bert", {"do_lower_case": False}),
        ("bert", {"strip_accents": False}),
        ("bert", {"tokenize_chinese_chars": False}),
        ("bert", {"do_lower_case": False, "tokenizer_class": "PreTrainedTokenizerFast"}),
        ("gpt2", {"add_prefix_space": True}),
        ("gpt2", {"add_prefix_space": True, "tokenizer_class": "PreTrainedTokenizerFast"}),
        ("gpt2", {"add_bos_token": True, "add_eos_token": True}),
    ],
)
def test_options_overrule_a_tokenizer_json_as_far_as_they_do_elsewhere(kind, change, tmp_path):
    publish(kind, tmp_path, config(**change))
    require_equal(kind, tmp_path)


@pytest.mark.parametrize("change", [{"add_bos_token": True}, {"add_eos_token": True}])
def test_texts_begin_and_end_as_asked_where_there_is_no_tokenizer_json(change, tmp_path):
    publish("gpt2", tmp_path, config(**change), with_json=False)
    require_equal("gpt2", tmp_path)


def test_a_text_is_cut_the_same_way_every_time_where_training_cut_it_at_random(tmp_path):
    publish("gpt2", tmp_path, {})
    path = tmp_path / "tokenizer.json"
    content = json.loads(path.read_text())
    content["model"]["dropout"] = 0.5
    path.write_text(json.dumps(content))
    require_equal("gpt2", tmp_path)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (config(pad_token=5), "has 5 for a token"),
        (config(additional_special_tokens=[{"text": "a"}]), "for a token"),
        (config(**{BY_NUMBER: {"x": NEW}}), "has a token at 'x'"),
        (config(**{BY_NUMBER: [1]}), BY_NUMBER),
        ({"added_tokens.json": {"a": "b"}}, "added_tokens.json"),
    ],
)
def test_tokens_that_are_not_written_as_tokens_are_refused(files, message, tmp_path):
    publish("gpt2", tmp_path, files)
    with pytest.raises(UserError, match=message) as caught:
        read("gpt2", tmp_path)
    assert "\n" not in str(caught.value)
