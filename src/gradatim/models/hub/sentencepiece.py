"""SentencePiece vocabularies as tokenizers of the tokenizers library.

Source: Kudo and Richardson 2018, "SentencePiece: a simple and language independent subword
tokenizer"; Sennrich et al. 2016 for byte-pair encoding.
"""

from collections.abc import Sequence

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors

SPACE = "▁"  # how a space is written inside a piece


def byte_pair_tokenizer(
    pieces: Sequence[str], scores: Sequence[float], *, unknown: str, start: str, specials: list[str]
) -> Tokenizer:
    """Make the tokenizer of a byte-pair vocabulary, in which the best-scored pair merges first.

    Characters without a piece fall back to the pieces of their bytes, `<0x00>` to `<0xFF>`.

    Args:
        pieces: text of every token, by number; spaces as `▁`.
        scores: of every token, the higher the earlier it is merged.
        unknown: the token for what has no piece.
        start: the token that every text begins with.
        specials: tokens that are never read out of a text, nor written in one.
    """
    number = {piece: i for i, piece in enumerate(pieces)}
    model = models.BPE(
        number, merges(pieces, scores), unk_token=unknown, byte_fallback=True, fuse_unk=True
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)]
    )
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace(SPACE, " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),  # the one that was prepended
        ]
    )
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in specials])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A", special_tokens=[(start, number[start])]
    )
    return tokenizer


def merges(pieces: Sequence[str], scores: Sequence[float]) -> list[tuple[str, str]]:
    """Every pair of pieces that makes up a third one, the best-scored first."""
    number = {piece: i for i, piece in enumerate(pieces)}
    pairs = []
    for i, piece in enumerate(pieces):
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in number and right in number:
                pairs.append((-scores[i], number[left], number[right], left, right))
    return [(left, right) for *_, left, right in sorted(pairs)]
