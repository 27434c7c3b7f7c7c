"""Tokenizers without tokenizer.json, and chat templates, against the transformers library."""

import json
import struct

import pytest
from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer

from gradatim.data.download import local_copy
from gradatim.errors import UserError
from gradatim.models.hub import llama2c, sentencepiece
from gradatim.models.hub.chat_template import render
from gradatim.models.hub.tokenizer_files import chat_template, read_tokenizer
from tests.parity.published import t

LINES = [
    "How are you doing today?",
    "L'élève n'a pas 12 345 crêpes… ☃ déjà-vu",
    "  two  spaces\tand a tab\nand a line.\n\n",
    "it's I'LL don't 3.14 <mask> [MASK] naïve",
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
    [("gpt2", "GPT2Tokenizer"), ("roberta", "RobertaTokenizer"), ("qwen2", "Qwen2Tokenizer")],
)
def test_vocabulary_and_merges_cut_texts_as_the_other_library_does(byte_pairs, kind, name):
    theirs = getattr(t, name).from_pretrained(byte_pairs)
    special = {"bos_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>"}
    ours = read_tokenizer("here", kind, getter(byte_pairs), special if kind == "roberta" else {})
    for line in LINES:
        # The mask takes the space before it, as in the published RoBERTa; newer versions of the
        # other library leave it as a token of its own, which the model never saw there.
        line = line.replace(" <mask>", "<mask>")
        assert ours.encode(line).ids == theirs(line)["input_ids"], line
        assert ours.decode(ours.encode(line).ids) == theirs.decode(
            theirs(line)["input_ids"], skip_special_tokens=True
        )


@pytest.mark.parametrize("lower", [True, False])
def test_word_pieces_cut_texts_as_the_other_library_does(tmp_path, lower):
    trained = BertWordPieceTokenizer(lowercase=lower)
    trained.train_from_iterator(CORPUS, vocab_size=300, show_progress=False)
    trained.save_model(str(tmp_path))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lower}))
    theirs = t.BertTokenizer.from_pretrained(tmp_path, do_lower_case=lower)
    ours = read_tokenizer("here", "bert", getter(tmp_path), special_of(tmp_path))
    for line in LINES:
        assert ours.encode(line).ids == theirs(line)["input_ids"], line


def field(number, value):
    """One field of a protocol buffer."""

    def integer(n):
        return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + integer(n >> 7)

    if isinstance(value, float):
        return integer(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return integer(number << 3) + integer(value)
    content = value.encode() if isinstance(value, str) else value
    return integer(number << 3 | 2) + integer(len(content)) + content


def spm(pieces, model_type, kinds):
    tokens = [
        field(1, field(1, piece) + field(2, score) + field(3, kinds.get(piece, 1)))
        for piece, score in pieces
    ]
    return b"".join(tokens) + field(2, field(3, model_type)) + field(3, field(3, 1))


def test_a_sentencepiece_file_of_byte_pairs_cuts_as_llama_2_c(tmp_path):
    path = local_copy("stories260k", "tok512.bin")
    if path is None:
        pytest.skip("stories260k is not on this machine")
    pieces, scores = llama2c.read_pieces(path, 512)
    kinds = {"<unk>": 2, "<s>": 3, "</s>": 3, **{f"<0x{i:02X}>": 6 for i in range(256)}}
    content = spm(list(zip(pieces, scores, strict=True)), 2, kinds)
    (tmp_path / "tokenizer.model").write_bytes(content)
    ours = read_tokenizer("here", "llama", getter(tmp_path), {})
    expected = sentencepiece.byte_pair_tokenizer(
        pieces, scores, unknown="<unk>", start="<s>", specials=["<unk>", "<s>", "</s>"]
    )
    for line in LINES:
        assert ours.encode(line).ids == expected.encode(line).ids
    (tmp_path / "tokenizer.model").write_bytes(content[: len(content) // 2 + 1])
    with pytest.raises(UserError, match="no SentencePiece file, or it is damaged"):
        read_tokenizer("here", "llama", getter(tmp_path), {})


def test_a_sentencepiece_file_of_unigrams_has_the_numbers_of_camembert(tmp_path):
    words = ["▁le", "▁chat", "▁", "l", "e", "c", "h", "a", "t", "s"]
    pieces = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0)]
    pieces += [(word, -1.0 - i) for i, word in enumerate(words)]
    content = spm(pieces, 1, {"<unk>": 2, "<s>": 3, "</s>": 3})
    (tmp_path / "sentencepiece.bpe.model").write_bytes(content)
    ours = read_tokenizer("here", "camembert", getter(tmp_path), {"mask_token": "<mask>"})
    assert ours.encode("le chat <mask>").ids == [5, 7, 8, 4 + len(pieces), 6]
    # <s> and </s> are pieces 1 and 2 behind four tokens of its own; <mask> is the last one.
    assert ours.encode("le chat").ids == [5, 7, 8, 6]
    assert ours.token_to_id("<mask>") == 4 + len(pieces)


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


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ raise_exception('no system role') }}", "refuses the conversation: no system role"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "template of this model fails"),
        ("{{ messages.append(1) }}", "template of this model fails"),
        ("{{ open('/etc/passwd') }}", "template of this model fails"),
        ("{% for %}", "template of this model fails"),
        ("{{ 1 / 0 }}", "template of this model fails"),
        ("{% include '/etc/passwd' %}", "template of this model fails"),
    ],
)
def test_templates_that_fail_or_reach_outside_are_refused(template, message):
    with pytest.raises(UserError, match=message) as caught:
        render(template, TALK, {})
    assert "\n" not in str(caught.value)
