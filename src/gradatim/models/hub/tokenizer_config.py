"""What the files beside a tokenizer ask of it, obeyed as the transformers library does.

`tokenizer_config.json` names tokens that are never cut, and may overrule tokenizer.json; older
checkpoints have `special_tokens_map.json` and `added_tokens.json` in its place.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

from gradatim.errors import UserError
from gradatim.typed import read_json, validated

Get = Callable[[str], Path | None]
NAMED = ("bos", "eos", "unk", "sep", "pad", "cls", "mask")  # in the order in which they are added
# Classes that take a tokenizer.json as it is; the others set it up again by their own options.
PLAIN_CLASSES = ("PreTrainedTokenizerFast", "TokenizersBackend")
BERT_LIKE = ("bert", "distilbert")
BERT_CLASSES = ("Bert", "DistilBert", "Electra", "MobileBert")
OPTIONS = ("lstrip", "rstrip", "normalized", "single_word")


def special_settings(special: dict[str, Any], get: Get) -> dict[str, Any]:
    """The fields of tokenizer_config.json with those of the older files, which count without them.

    Args:
        special: tokenizer_config.json.
        get: file name -> path, or None where there is no such file.

    Raises:
        UserError: a file that is not what it should be.
    """
    if "added_tokens_decoder" in special:
        return special
    named = _read(get, "special_tokens_map.json")
    added = _read(get, "added_tokens.json")
    numbers = validated(
        dict[str, int], added, "added_tokens.json", "it holds the number of every token."
    )
    # A word of its own is compared with the text as it became, a special token with what was typed.
    known = {text_of(token) for token in mentioned(special | named)}
    decoder = {
        str(number): {"content": token, "normalized": token not in known, "special": token in known}
        for token, number in numbers.items()
    }
    return special | named | ({"added_tokens_decoder": decoder} if decoder else {})


def _read(get: Get, name: str) -> dict[str, Any]:
    path = get(name)
    remedy = "restore it, or download it again."
    found = {} if path is None else read_json(path, remedy)
    return validated(dict[str, Any], found, name, remedy)


def add_tokens(tokenizer: Tokenizer, special: dict[str, Any]) -> None:
    """Add the tokens that the settings name and the tokenizer lacks; they are never cut.

    Args:
        tokenizer: is changed.
        special: see `special_settings`.

    Raises:
        UserError: a token that is not written as one.
    """
    there = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
    numbered = validated(
        dict[str, dict[str, Any]],
        special.get("added_tokens_decoder") or {},
        "added_tokens_decoder in tokenizer_config.json",
        "it holds tokens by their numbers.",
    )
    strange = next((number for number in numbered if not number.isdecimal()), None)
    if strange is not None:
        raise UserError(f"tokenizer_config.json has a token at {strange!r}: give its number.")
    entries = [token for _, token in sorted(numbered.items(), key=lambda item: int(item[0]))]
    named = mentioned(special)
    names = {text_of(token) for token in named}
    new = [_token(token, names) for token in (*entries, *named)]
    for token in new:
        if token.content and token.content not in there:
            there.add(token.content)
            add = tokenizer.add_special_tokens if token.special else tokenizer.add_tokens
            add([token])


def mentioned(special: dict[str, Any]) -> list[Any]:
    """The tokens that are named for a purpose: the usual ones, those of the model, further ones."""
    named = [special[f"{name}_token"] for name in NAMED if special.get(f"{name}_token")]
    usual = {f"{name}_token" for name in NAMED}
    # image_token, boi_token, ...; not add_bos_token, which is true or false.
    others = [v for k, v in special.items() if k.endswith("_token") and k not in usual]
    extra = special.get("extra_special_tokens") or special.get("additional_special_tokens") or []
    more = list(extra.values()) if isinstance(extra, dict) else extra
    more = more if isinstance(more, list) else []
    return [*named, *(token for token in others if isinstance(token, str)), *more]


def _token(token: Any, names: set[str]) -> AddedToken:
    """A token as it is written: its text, or its text and its options."""
    text = text_of(token)
    if not isinstance(token, dict):
        # RoBERTa's mask takes the space before it, which its own vocabulary has with the word.
        return AddedToken(text, special=True, normalized=False, lstrip=text == "<mask>")
    options = {name: bool(token[name]) for name in OPTIONS if name in token}
    is_special = text in names or bool(token.get("special", False))
    options.setdefault("normalized", not is_special)
    return AddedToken(text, special=is_special, **options)


def text_of(token: Any) -> str:
    """The text of a token, which may be written with its options."""
    text = token.get("content") if isinstance(token, dict) else token
    if not isinstance(text, str):
        raise UserError(
            f"tokenizer_config.json has {token!r} for a token: a token is a text, or has its text "
            "as content."
        )
    return text


def configure(tokenizer: Tokenizer, kind: str, special: dict[str, Any]) -> None:
    """Set up a tokenizer.json as the settings beside it ask.

    Args:
        tokenizer: is changed.
        kind: the `model_type`.
        special: see `special_settings`.
    """
    name = special.get("tokenizer_class")
    name = name if isinstance(name, str) else ""
    if name not in PLAIN_CLASSES:
        is_bert = name.startswith(BERT_CLASSES) if name else kind in BERT_LIKE
        if is_bert and isinstance(tokenizer.model, models.WordPiece):
            tokenizer.normalizer = bert_normalizer(special)
            surround_as_bert(tokenizer, special)
        if isinstance(spaced := special.get("add_prefix_space"), bool):
            _put_space_first(tokenizer.pre_tokenizer, spaced)
    if isinstance(tokenizer.model, models.BPE):
        tokenizer.model.dropout = None  # of training: the same text would be cut in other ways
    tokenizer.encode_special_tokens = special.get("split_special_tokens") is True


def bert_normalizer(special: dict[str, Any]) -> normalizers.BertNormalizer:
    """How BERT's tokenizer changes a text first; small letters unless the settings say no."""
    return normalizers.BertNormalizer(
        handle_chinese_chars=special.get("tokenize_chinese_chars", True),
        lowercase=special.get("do_lower_case", True),
        strip_accents=special.get("strip_accents"),
    )


def surround_as_bert(tokenizer: Tokenizer, special: dict[str, Any]) -> None:
    """Begin every text with [CLS] and end it with [SEP], or what the settings call them."""
    ends = [text_of(special.get(f"{n}_token") or f"[{n.upper()}]") for n in ("cls", "sep")]
    surround(tokenizer, *ends)


def surround(tokenizer: Tokenizer, start: str, end: str) -> None:
    """Begin and end every text with these tokens, as far as the vocabulary has them."""
    words = [word for word in (start, end) if word and tokenizer.token_to_id(word) is not None]
    before = f"{start} " if start in words else ""
    after = f" {end}" if end in words else ""
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{before}$A{after}",
        special_tokens=[(word, tokenizer.token_to_id(word)) for word in dict.fromkeys(words)],
    )


def surround_as_asked(tokenizer: Tokenizer, special: dict[str, Any], start: str, end: str) -> None:
    """Obey `add_bos_token` and `add_eos_token`, which count where there is no tokenizer.json.

    Args:
        tokenizer: is changed where one of them is true.
        special: see `special_settings`.
        start, end: the tokens that begin and end a text where the settings name none.
    """
    usual = {"bos": start, "eos": end}
    words = [
        text_of(special.get(f"{name}_token") or word)
        if special.get(f"add_{name}_token") is True
        else ""
        for name, word in usual.items()
    ]
    if any(words):
        surround(tokenizer, *words)


def _put_space_first(step: Any, spaced: bool) -> None:
    """Put a space before a text, or none, in the steps that cut it."""
    parts = step if isinstance(step, pre_tokenizers.Sequence) else [step]
    for part in parts:  # type: ignore[union-attr]  # their stubs lack it
        if isinstance(part, pre_tokenizers.ByteLevel):
            part.add_prefix_space = spaced
        elif isinstance(part, pre_tokenizers.Metaspace) and not spaced:
            part.prepend_scheme = "never"
        elif isinstance(part, pre_tokenizers.Metaspace) and part.prepend_scheme == "never":
            part.prepend_scheme = "first"
