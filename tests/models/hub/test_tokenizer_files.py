"""Tokenizers without tokenizer.json, and chat templates, against the transformers library."""

import json

import pytest
from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer

from gradatim.data.language.tokenizers import character_tokenizer
from gradatim.errors import UserError
from gradatim.models.hub.chat_template import render
from gradatim.models.hub.tokenizer_files import chat_template, read_tokenizer
from tests.parity.published import t

LINES = [
    "How are you doing today?",
    "L'élève n'a pas 12 345 crêpes… ☃ déjà-vu",
    "  two  spaces\tand a tab\nand a line.\n\n",
    "it's I'LL don't 3.14 <mask> [MASK] naïve",
    "an accent apart: cafe\u0301, and 漢字",
]
CORPUS = LINES * 3 + ["the cat sat on the mat today and you are doing well"] * 5


def getter(folder):
    return lambda file: folder / file if (folder / file).is_file() else None


def special_of(folder):
    path = folder / "tokenizer_config.json"
    return json.loads(path.read_text()) if path.is_file() else {}


@pytest.fixture
def byte_pairs(tmp_path):
    words = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|endoftext|>"]
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(CORPUS, vocab_size=400, special_tokens=words, show_progress=False)
    trained.save_model(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("gpt2", "GPT2Tokenizer"),
        ("roberta", "RobertaTokenizer"),
        ("qwen2", "Qwen2Tokenizer"),
        ("gpt_neox", "GPTNeoXTokenizer"),
    ],
)
def test_vocabulary_and_merges_cut_texts_as_the_other_library_does(byte_pairs, kind, name):
    theirs = getattr(t, name).from_pretrained(byte_pairs)
    ours = read_tokenizer("here", kind, getter(byte_pairs), {})
    for line in LINES:
        # The mask takes the space before it, as in the published RoBERTa; newer versions of the
        # other library leave it as a token of its own, which the model never saw there.
        line = line.replace(" <mask>", "<mask>")
        assert ours.encode(line).ids == theirs(line)["input_ids"], line
        assert ours.decode(ours.encode(line).ids) == theirs.decode(
            theirs(line)["input_ids"], skip_special_tokens=True
        )


@pytest.mark.parametrize(
    "options",
    [{"do_lower_case": True}, {"do_lower_case": False}, {"tokenize_chinese_chars": False}],
)
def test_word_pieces_cut_texts_as_the_other_library_does(tmp_path, options):
    trained = BertWordPieceTokenizer(lowercase=options.get("do_lower_case", True))
    trained.train_from_iterator(CORPUS, vocab_size=300, show_progress=False)
    trained.save_model(str(tmp_path))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(options))
    theirs = t.BertTokenizer.from_pretrained(tmp_path, **options)
    ours = read_tokenizer("here", "bert", getter(tmp_path), special_of(tmp_path))
    for line in LINES:
        assert ours.encode(line).ids == theirs(line)["input_ids"], line


TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}"
    "{% if m['role'] == 'system' and not loop.first %}{{ raise_exception('system first') }}"
    "{% endif %}<|im_start|>{{ m['role'] }}\n{{ m['content'] | trim }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


TALK = [
    {"role": "system", "content": "Be <kind>."},
    {"role": "user", "content": " How are you? "},
]


def test_a_conversation_is_written_as_the_other_library_does(byte_pairs):
    theirs = t.GPT2Tokenizer.from_pretrained(byte_pairs, bos_token="<s>")
    theirs.chat_template = TEMPLATE
    expected = theirs.apply_chat_template(TALK, tokenize=False, add_generation_prompt=True)
    theirs.save_pretrained(byte_pairs)
    template = chat_template(getter(byte_pairs), special_of(byte_pairs))
    assert render(template, TALK, {"bos_token": "<s>"}) == expected


@pytest.mark.parametrize("table", ["%%%", "AAAA", "/////w=="])
def test_a_damaged_table_in_tokenizer_json_is_a_sentence(tmp_path, table):
    """The library ends with a panic there, which is no Exception."""
    whole = json.loads(character_tokenizer(LINES).to_str())
    whole["normalizer"] = {"type": "Precompiled", "precompiled_charsmap": table}
    (tmp_path / "tokenizer.json").write_text(json.dumps(whole))
    with pytest.raises(UserError, match=r"cannot be read|is damaged"):
        read_tokenizer("here", "llama", getter(tmp_path), {})
