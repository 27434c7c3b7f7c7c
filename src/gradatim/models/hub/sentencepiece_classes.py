"""The tokenizer that the transformers library makes of a SentencePiece file, by class and settings.

The rules are those of its version 4, for which such checkpoints were published; version 5 leaves
out the token that begins a text, and the space before it. Where these rules would cut a text
otherwise than SentencePiece itself does, by which the model was trained, the file is refused.
"""

from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers

from gradatim.errors import UserError
from gradatim.models.hub.sentencepiece import (
    CONTROL,
    SPACE,
    UNKNOWN,
    USER,
    SentencePieceFile,
    merges,
)
from gradatim.models.hub.tokenizer_config import add_tokens, mentioned, surround, text_of

# model_type -> class, where the settings name none
CLASSES = {
    "llama": "Llama",
    "mistral": "Llama",
    "mixtral": "Llama",
    "phi3": "Llama",
    "gemma3_text": "Gemma",
    "camembert": "Camembert",
    "xlm-roberta": "XLMRoberta",
}
# What CamemBERT and XLM-RoBERTa put before the pieces; one more stands behind them.
OWN_FIRST = {
    "Camembert": ("<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED"),
    "XLMRoberta": ("<s>", "<pad>", "</s>", "<unk>"),
}
OF_GEMMA = ("<start_of_turn>", "<end_of_turn>")  # special, whatever the file says
REMEDY = (
    "write a tokenizer.json with the transformers library, "
    "AutoTokenizer.from_pretrained(...).save_pretrained(...)."
)


def tokenizer_of(file: SentencePieceFile, kind: str, special: dict[str, Any]) -> Tokenizer:
    """The tokenizer of a file.

    Args:
        file: what it says.
        kind: the `model_type`.
        special: tokenizer_config.json.

    Raises:
        UserError: a class that is not read here, or a file that its class does not obey.
    """
    name = special.get("tokenizer_class") or CLASSES.get(kind, "")
    name = str(name).removesuffix("Fast").removesuffix("Tokenizer")
    if name in OWN_FIRST:
        _require_obeyed(file, name, special)
        tokenizer = _with_own_numbers(file, name)
    elif name in ("Llama", "Gemma"):
        _require_obeyed(file, name, special)
        _require_plain(file, special)
        ends = _ends(file, name, special)
        tokenizer = _like_llama(file, name, special)
        add_tokens(tokenizer, special)
        # After the settings: they may compare it with the text as it became.
        there = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
        unknown = [piece for piece in file.of_kind(UNKNOWN) if piece not in there]
        tokenizer.add_special_tokens([_added(piece) for piece in unknown])
        surround(tokenizer, *ends)
    else:
        asked = special.get("tokenizer_class") or f"a checkpoint of type {kind}"
        raise UserError(
            f"the tokenizer is a SentencePiece file of {asked}, and such files are read for "
            f"{', '.join(f'{c}Tokenizer' for c in sorted(set(CLASSES.values())))} only: {REMEDY}"
        )
    tokenizer.encode_special_tokens = special.get("split_special_tokens") is True
    return tokenizer


def _require_obeyed(file: SentencePieceFile, name: str, special: dict[str, Any]) -> None:
    """Refuse a file whose own rules the class leaves out."""
    if name in OWN_FIRST:
        found = {
            "merges pairs": file.byte_pairs,
            "falls back to bytes": file.falls_back,
            "keeps several spaces": not file.one_space,
            "puts no space before a text": not file.prefix,
            "puts a space before a text": special.get("add_prefix_space") is False,
        }
    else:
        found = {
            "replaces characters before a text is cut": bool(file.characters),
            "reads several spaces as one": name == "Llama" and file.one_space,
            f"puts {'a' if file.prefix else 'no'} space before a text": name == "Llama"
            and file.prefix != _spaced(name, special),
        }
    if what := next((what for what, is_so in found.items() if is_so), ""):
        raise UserError(
            f"the SentencePiece file of this checkpoint {what}, and {name}Tokenizer of the "
            f"transformers library does not with these settings: {REMEDY}"
        )


def _require_plain(file: SentencePieceFile, special: dict[str, Any]) -> None:
    """Refuse settings that let a token of the file take the spaces beside it."""
    numbered = dict(special.get("added_tokens_decoder") or {}).values()
    unknown = [token for token in numbered if text_of(token) in file.of_kind(UNKNOWN)]
    for token in (*mentioned(special), *unknown):
        options = ("lstrip", "rstrip", "single_word") if isinstance(token, dict) else ()
        given = next((option for option in options if token.get(option)), "")
        if given and text_of(token) in file.pieces:
            raise UserError(
                f"tokenizer_config.json gives {text_of(token)} of the SentencePiece file the "
                f"option {given}, which is not read here: {REMEDY}"
            )


def _spaced(name: str, special: dict[str, Any]) -> bool:
    """Whether a space is put before a text."""
    return name == "Llama" and special.get("add_prefix_space") is not False


def _like_llama(file: SentencePieceFile, name: str, special: dict[str, Any]) -> Tokenizer:
    pieces, spaced = file.pieces, _spaced(name, special)
    if file.byte_pairs:
        unknown = (file.of_kind(UNKNOWN) or ["<unk>"])[0]
        number = {piece: i for i, piece in enumerate(pieces)}
        pairs = merges(pieces, file.scores)
        model: models.Model = models.BPE(
            number, pairs, unk_token=unknown, byte_fallback=True, fuse_unk=True
        )
    else:
        number_of_unknown = 0 if name == "Llama" else 3
        scored = list(zip(pieces, file.scores, strict=True))
        model = models.Unigram(scored, unk_id=number_of_unknown, byte_fallback=True)
    tokenizer = Tokenizer(model)
    if name == "Llama" and special.get("legacy") is False:
        scheme = "first" if spaced else "never"
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, scheme, split=False)
    else:
        first = [normalizers.Prepend(SPACE)] if spaced else []
        tokenizer.normalizer = normalizers.Sequence([*first, normalizers.Replace(" ", SPACE)])
    back = [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()]
    tokenizer.decoder = decoders.Sequence([*back, *([decoders.Strip(" ", 1, 0)] * spaced)])
    control = {*file.of_kind(CONTROL), *(OF_GEMMA if name == "Gemma" else ())}
    for piece in file.of_kind(CONTROL, USER):
        add = tokenizer.add_special_tokens if piece in control else tokenizer.add_tokens
        add([_added(piece, special=piece in control)])
    return tokenizer


def _added(piece: str, **options: bool) -> AddedToken:
    """A token that is looked for in the text as it was typed."""
    return AddedToken(piece, normalized=False, **{"special": True} | options)


def _ends(file: SentencePieceFile, name: str, special: dict[str, Any]) -> tuple[str, str]:
    """The token that begins a text, unless the settings say no, and that which ends it, if asked.

    Raises:
        UserError: one that the file lacks.
    """
    usual = ("<s>", "</s>") if name == "Llama" else ("<bos>", "<eos>")
    asked = (special.get("add_bos_token") is not False, special.get("add_eos_token") is True)
    named = (special.get("bos_token"), special.get("eos_token"))
    start, end = (
        text_of(own or word) if on else ""
        for own, word, on in zip(named, usual, asked, strict=True)
    )
    if missing := [word for word in (start, end) if word and word not in file.pieces]:
        raise UserError(
            f"the settings of this checkpoint put {missing[0]} around a text, and its "
            f"SentencePiece file lacks that token: {REMEDY}"
        )
    return start, end


def _with_own_numbers(file: SentencePieceFile, name: str) -> Tokenizer:
    """Unigrams with the tokens that CamemBERT and XLM-RoBERTa put around them."""
    scored = list(zip(file.pieces, file.scores, strict=True))
    first = [(piece, -100.0 if piece == "<unk>NOTUSED" else 0.0) for piece in OWN_FIRST[name]]
    vocabulary = [*first, *scored[1 if name == "Camembert" else 3 :], ("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(file.before)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE)
    tokenizer.decoder = decoders.Metaspace(SPACE)
    special = [*file.of_kind(UNKNOWN, CONTROL), "<pad>", "<mask>"]
    tokenizer.add_special_tokens([_added(p, lstrip=p == "<mask>") for p in special])
    surround(tokenizer, "<s>", "</s>")
    return tokenizer
