"""The tokenizer of a checkpoint, from whichever files its publisher chose.

In this order: tokenizer.json; vocab.json and merges.txt (byte-level byte pairs, as of GPT-2);
vocab.txt (word pieces, as of BERT); a SentencePiece file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from gradatim.errors import UserError, is_failure
from gradatim.models.hub import sentencepiece
from gradatim.models.hub.character_table import require_whole_tables
from gradatim.models.hub.sentencepiece_classes import tokenizer_of
from gradatim.models.hub.tokenizer_config import (
    Get,
    add_tokens,
    bert_normalizer,
    configure,
    special_settings,
    surround,
    surround_as_asked,
    surround_as_bert,
    text_of,
)
from gradatim.typed import read_json, validated

ROBERTA_LIKE = ("roberta", "camembert", "xlm-roberta")
ROBERTA_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")  # where no file names them
# How Qwen cuts a text before pairs are merged: digits one by one, line ends with what precedes.
QWEN_CUTS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def read_tokenizer(name: str, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer | None:
    """Read the tokenizer of a checkpoint, None if it has none.

    Args:
        name: of the checkpoint, for messages.
        kind: its `model_type`.
        get: file name -> path, or None where there is no such file.
        special: tokenizer_config.json.

    Raises:
        UserError: a file that cannot be read.
    """
    special = special_settings(special, get)
    for file, read in READERS.items():
        path = get(file)
        if path is None:
            continue
        try:
            tokenizer = read(path, kind, get, special)
            if tokenizer is not None:
                require_whole_tables(tokenizer)
        except UserError:
            raise
        except BaseException as error:
            if not is_failure(error):
                raise
            raise UserError(f"{file} of {name} cannot be read: {error}.") from None
        if tokenizer is not None:
            return tokenizer
    return None


def _whole(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    configure(tokenizer, kind, special)
    add_tokens(tokenizer, special)
    return tokenizer


def _byte_pairs(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer | None:
    merges = get("merges.txt")
    if merges is None:
        return None  # vocab.json of another kind of tokenizer
    tokenizer = Tokenizer(models.BPE.from_file(str(path), str(merges)))
    spaced = bool(special.get("add_prefix_space", False))
    if kind.startswith(("qwen", "gpt_neox")):
        tokenizer.normalizer = normalizers.NFC()
    if kind.startswith("qwen"):
        cuts = pre_tokenizers.Split(Regex(QWEN_CUTS), behavior="isolated")
        plain = pre_tokenizers.ByteLevel(add_prefix_space=spaced, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cuts, plain])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=spaced)
    tokenizer.decoder = decoders.ByteLevel()
    if kind in ROBERTA_LIKE:
        surround(tokenizer, "<s>", "</s>")
    else:
        end = "<|endoftext|>"
        surround_as_asked(tokenizer, special, "" if kind.startswith("qwen") else end, end)
    _add_all(tokenizer, special, ROBERTA_SPECIAL if kind in ROBERTA_LIKE else ("<|endoftext|>",))
    return tokenizer


def _word_pieces(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer:
    words = path.read_text(encoding="utf-8").split("\n")
    numbers = {word.rstrip("\r"): i for i, word in enumerate(words) if word or i < len(words) - 1}
    unknown = text_of(special.get("unk_token", "[UNK]"))
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=unknown))
    tokenizer.normalizer = bert_normalizer(special)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    surround_as_bert(tokenizer, special)
    _add_all(tokenizer, special, ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))
    return tokenizer


def _sentence_pieces(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer | None:
    if kind == "marian":
        return None  # two files and a third of numbers, which the library does not join
    tokenizer = tokenizer_of(sentencepiece.read(path), kind, special)
    add_tokens(tokenizer, special)
    return tokenizer


def _add_all(tokenizer: Tokenizer, special: dict[str, Any], usual: Sequence[str]) -> None:
    """Add the special tokens that the settings name, and the usual ones of this kind."""
    add_tokens(tokenizer, special)
    there = [word for word in usual if tokenizer.token_to_id(word) is not None]
    add_tokens(tokenizer, {"extra_special_tokens": there})
    tokenizer.encode_special_tokens = special.get("split_special_tokens") is True


READERS: dict[str, Callable[[Path, str, Get, dict[str, Any]], Tokenizer | None]] = {
    "tokenizer.json": _whole,
    "vocab.json": _byte_pairs,
    "vocab.txt": _word_pieces,
    "tokenizer.model": _sentence_pieces,
    "sentencepiece.bpe.model": _sentence_pieces,
    "spiece.model": _sentence_pieces,
}


def chat_template(get: Get, special: dict[str, Any]) -> str | None:
    """The Jinja template of a conversation, if the checkpoint has one.

    Where it has several, the one named `default`.
    """
    path = get("chat_template.jinja")
    if path is not None:
        return path.read_text("utf-8", errors="replace")
    template = special.get("chat_template")
    if template is None and (path := get("chat_template.json")) is not None:
        remedy = "it holds a template as text, or several with their names."
        content = validated(dict[str, Any], read_json(path, remedy), str(path), remedy)
        template = content.get("chat_template")
    if isinstance(template, list):
        named = [entry for entry in template if isinstance(entry, dict)]
        template = next((e.get("template") for e in named if e.get("name") == "default"), None)
    return template if isinstance(template, str) else None
