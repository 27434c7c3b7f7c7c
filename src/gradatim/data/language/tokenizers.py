"""Tokenizers: text to numbers and back, trained here by the tokenizers library.

All three kinds are one class of that library and one file, `tokenizer.json`: characters (a
byte-pair encoding without a single merge), byte-pair encoding on bytes (GPT-2; Sennrich et al.
2016, Radford et al. 2019) and WordPiece (BERT; Devlin et al. 2018). How merges are learned is
written out in `gradatim.data.language.bpe`.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from tokenizers.pre_tokenizers import PreTokenizer
from torch import Tensor

from gradatim.data.language.passage import Passage
from gradatim.errors import UserError, encoded_batch

END_OF_TEXT = "<|endoftext|>"
PAD, UNKNOWN, START, END = "[PAD]", "[UNK]", "[BOS]", "[EOS]"
TRANSLATION_SPECIALS = (PAD, UNKNOWN, START, END)
BERT_SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
MASK_TOKEN = BERT_SPECIALS.index("[MASK]")
LEARNED_FROM = (
    32_000_000  # characters of a text that tokens are learned from, evenly spread over it
)
AT_ONCE = 500  # pieces: a tokenizer needs some hundred times the memory of what it reads at once


def character_tokenizer(
    texts: Iterable[str], specials: Sequence[str] = (), lowercase: bool = False
) -> Tokenizer:
    """Make a token of every character that occurs.

    Args:
        texts: where the characters are taken from.
        specials: tokens that get the first numbers; if `[UNK]` is among them, it replaces
            characters that never occurred, else they are refused by `encode`.
        lowercase: read capital letters as small ones.
    """
    found: set[str] = set()
    for text in texts:
        found.update(text.lower() if lowercase else text)
    # Sorted: a set has no order, and the numbers must be the same in every run.
    vocabulary = {token: number for number, token in enumerate([*specials, *sorted(found)])}
    unknown = UNKNOWN if UNKNOWN in specials else None
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token=unknown))
    if lowercase:
        tokenizer.normalizer = normalizers.Lowercase()
    # Characters are put together as they are: the usual decoder sets blanks between tokens.
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(list(specials))
    return tokenizer


def train_bpe(
    texts: Iterable[str],
    vocabulary_size: int,
    specials: Sequence[str] = (END_OF_TEXT,),
    *,
    before: PreTokenizer | None = None,
) -> Tokenizer:
    """Train byte-pair encoding on bytes: every text in every script has tokens and comes back.

    Args:
        texts: what to learn the merges from.
        vocabulary_size: tokens in all, at least 256 bytes and the special ones.
        specials: tokens that get the first numbers.
        before: how the text is cut first, so that no token reaches over such a cut.
    """
    smallest = 256 + len(specials)
    if vocabulary_size < smallest:
        raise UserError(
            f"a vocabulary of {vocabulary_size} is too small for byte-pair encoding: "
            f"give at least {smallest}, the 256 bytes and {len(specials)} special tokens."
        )
    tokenizer = Tokenizer(models.BPE())
    by_byte = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.pre_tokenizer = (
        by_byte if before is None else pre_tokenizers.Sequence([before, by_byte])
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=list(specials),
        # All 256 bytes, also those that the text lacks: no other text can then be unreadable.
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train_word_pieces(texts: Iterable[str], vocabulary_size: int) -> Tokenizer:
    """Train BERT's WordPiece: small letters, words cut into pieces, `##` within a word.

    Args:
        texts: what to learn the pieces from.
        vocabulary_size: tokens in all.

    Raises:
        UserError: fewer tokens than the single letters and the special tokens are.
    """
    tokenizer = _word_piece_tokenizer(models.WordPiece(unk_token=UNKNOWN))
    texts = list(texts)
    # The trainer numbers the pieces within words (`##a`) in the order of a hash table, which
    # differs in every run, and breaks ties by these numbers. Special tokens have a fixed order.
    split = tokenizer.pre_tokenizer.pre_tokenize_str
    words = {word for text in texts for word, _ in split(tokenizer.normalizer.normalize_str(text))}
    pieces = sorted({f"##{character}" for word in words for character in word[1:]})
    smallest = len(BERT_SPECIALS) + len(pieces)
    if vocabulary_size < smallest:
        raise UserError(
            f"a vocabulary of {vocabulary_size} is too small for the letters of this text: give at "
            f"least {smallest}."
        )
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary_size, special_tokens=[*BERT_SPECIALS, *pieces], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary = tokenizer.get_vocab()
    tokenizer = _word_piece_tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN))
    tokenizer.add_special_tokens(list(BERT_SPECIALS))
    return tokenizer


def _word_piece_tokenizer(model: models.WordPiece) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def special_tokens(tokenizer: Tokenizer) -> set[int]:
    """Tokens that stand for no text, such as `[PAD]` or `</s>`."""
    added = tokenizer.get_added_tokens_decoder()
    return {number for number, token in added.items() if token.special}


def tokens_around(tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """Tokens that a tokenizer puts before and behind every text: BERT's `[CLS]` and `[SEP]`."""
    encoding = tokenizer.encode("a")
    inside = [i for i, added in enumerate(encoding.special_tokens_mask) if not added]
    return encoding.ids[: inside[0]], encoding.ids[inside[-1] + 1 :]


def from_text(text: str) -> Tokenizer:
    """Read a tokenizer from the text of its `tokenizer.json`."""
    return Tokenizer.from_str(text)


def encode(tokenizer: Tokenizer, text: str) -> Tensor:
    """Turn a text into token numbers.

    Args:
        tokenizer: any tokenizer of this module.
        text: the text.

    Returns:
        int64 (T,).

    Raises:
        UserError: a character that a tokenizer without `[UNK]` has never seen.
    """
    return encode_passage(tokenizer, Passage.whole(text)).long()


def encode_passage(tokenizer: Tokenizer, text: Passage) -> Tensor:
    """Turn a text of any length into the numbers of our tokens, see `encode_pieces`."""
    return encode_pieces(tokenizer, text.pieces(), AT_ONCE)


def encode_pieces(tokenizer: Tokenizer, pieces: Iterator[str], at_once: int) -> Tensor:
    """Turn a text into token numbers, a few pieces at a time.

    Args:
        tokenizer: any tokenizer.
        pieces: of the text, cut where no token reaches over the cut.
        at_once: pieces that are in memory together.

    Returns:
        (T,) int16 where the vocabulary is small enough, else int32: tokens of a large text take
        much memory.
    """
    # As many as a signed number of two bytes can count.
    small = tokenizer.get_vocab_size() < 2**15
    numbers = array("h" if small else "i")
    while some := list(islice(pieces, at_once)):
        require_known_characters(tokenizer, some)
        for encoding in encoded_batch(tokenizer, some, specials=False):
            numbers.extend(encoding.ids)
    if not numbers:
        return torch.empty(0, dtype=torch.int16)
    return torch.frombuffer(numbers, dtype=torch.int16 if small else torch.int32)


def require_known_characters(tokenizer: Tokenizer, texts: Iterable[str]) -> None:
    """Refuse characters for which a tokenizer has neither a token nor `[UNK]`; others have none.

    Raises:
        UserError: with the characters, and those that are allowed.
    """
    # Only a tokenizer of characters cuts nothing beforehand and may lack [UNK]; pairs of bytes that
    # SentencePiece has learned fall back to single ones.
    model = tokenizer.model
    falls_back = getattr(model, "unk_token", None) or getattr(model, "byte_fallback", True)
    if tokenizer.pre_tokenizer is None and not falls_back:
        known = "".join(sorted(tokenizer.get_vocab()))
        unseen = sorted(set().union(*texts) - set(known))
        if unseen:
            raise UserError(
                f"the text has {', '.join(map(repr, unseen[:5]))}, which this character model has "
                f"never seen: use only {known.strip()}"
            )


def pad(sequences: Sequence[Tensor], padding: int) -> Tensor:
    """Put token sequences of different lengths under each other, filled up at the end.

    Args:
        sequences: B times int64 (T_i,).
        padding: the number to fill with.

    Returns:
        int64 (B, max T_i).
    """
    return torch.nn.utils.rnn.pad_sequence(list(sequences), batch_first=True, padding_value=padding)
