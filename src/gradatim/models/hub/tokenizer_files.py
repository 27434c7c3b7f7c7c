"""The tokenizer of a checkpoint, from whichever files its publisher chose.

In this order: tokenizer.json; vocab.json and merges.txt (byte-level byte pairs, as of GPT-2);
vocab.txt (word pieces, as of BERT); a SentencePiece file.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from gradatim.errors import UserError
from gradatim.models.hub import sentencepiece
from gradatim.typed import read_json, validated

Get = Callable[[str], Path | None]
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
    for file, read in READERS.items():
        path = get(file)
        if path is None:
            continue
        try:
            tokenizer = read(path, kind, get, special)
        except UserError:
            raise
        except Exception as error:  # the library raises nothing more precise
            raise UserError(f"{file} of {name} cannot be read: {error}.") from None
        if tokenizer is not None:
            return tokenizer
    return None


def _whole(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer:
    return Tokenizer.from_file(str(path))


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
    if kind == "opt":
        _surround(tokenizer, "</s>", "")
    elif kind in ROBERTA_LIKE:
        _surround(tokenizer, "<s>", "</s>")
    usual = ROBERTA_SPECIAL if kind in ROBERTA_LIKE else ("<|endoftext|>",)
    _add(tokenizer, [word for word in usual if tokenizer.token_to_id(word) is not None])
    _add_special(tokenizer, special)
    return tokenizer


def _word_pieces(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer:
    words = path.read_text(encoding="utf-8").split("\n")
    numbers = {word.rstrip("\r"): i for i, word in enumerate(words) if word or i < len(words) - 1}
    unknown = _text(special.get("unk_token", "[UNK]"))
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=unknown))
    lower = special.get("do_lower_case", True)
    tokenizer.normalizer = normalizers.BertNormalizer(
        handle_chinese_chars=special.get("tokenize_chinese_chars", True),
        lowercase=lower,
        strip_accents=special.get("strip_accents"),
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    _surround(
        tokenizer,
        _text(special.get("cls_token", "[CLS]")),
        _text(special.get("sep_token", "[SEP]")),
    )
    usual = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    _add(tokenizer, [word for word in usual if word in numbers])
    _add_special(tokenizer, special)
    return tokenizer


def _sentence_pieces(path: Path, kind: str, get: Get, special: dict[str, Any]) -> Tokenizer | None:
    if kind == "marian":
        return None  # two files and a third of numbers, which the library does not join
    file = sentencepiece.read(path)
    tokenizer = sentencepiece.tokenizer_of(file, kind)
    _add_special(tokenizer, special)
    return tokenizer


READERS: dict[str, Callable[[Path, str, Get, dict[str, Any]], Tokenizer | None]] = {
    "tokenizer.json": _whole,
    "vocab.json": _byte_pairs,
    "vocab.txt": _word_pieces,
    "tokenizer.model": _sentence_pieces,
    "sentencepiece.bpe.model": _sentence_pieces,
    "spiece.model": _sentence_pieces,
}


def _surround(tokenizer: Tokenizer, start: str, end: str) -> None:
    """Begin and end every text with these tokens, as far as the vocabulary has them."""
    words = [word for word in (start, end) if word and tokenizer.token_to_id(word) is not None]
    before = f"{start} " if start in words else ""
    after = f" {end}" if end in words else ""
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{before}$A{after}",
        special_tokens=[(word, tokenizer.token_to_id(word)) for word in dict.fromkeys(words)],
    )


def _text(token: Any) -> str:
    """The text of a token, which may be written with its options."""
    return str(token["content"] if isinstance(token, dict) else token)


def _add_special(tokenizer: Tokenizer, special: dict[str, Any]) -> None:
    """Add the tokens that tokenizer_config.json names: they are never cut."""
    numbered = special.get("added_tokens_decoder") or {}
    for _, token in sorted(numbered.items(), key=lambda item: int(item[0])):
        options = {key: bool(token.get(key, False)) for key in ("lstrip", "rstrip", "normalized")}
        tokenizer.add_special_tokens([AddedToken(_text(token), special=True, **options)])
    names = ("bos_token", "eos_token", "unk_token", "pad_token", "mask_token", "cls_token")
    found = [_text(special[name]) for name in (*names, "sep_token") if special.get(name)]
    _add(tokenizer, [word for word in found if tokenizer.token_to_id(word) is not None])


def _add(tokenizer: Tokenizer, words: list[str]) -> None:
    # RoBERTa's mask takes the space before it, which its own vocabulary has with the word.
    tokenizer.add_special_tokens(
        [AddedToken(w, special=True, normalized=False, lstrip=w == "<mask>") for w in words]
    )


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
