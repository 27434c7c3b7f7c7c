"""Filling a masked word in with a model that only reads from left to right.

It cannot see what follows the masked word. But it can tell how likely a whole sentence is: some
words are put in its place, one after another, and the sentences are compared.

Shapes: N words that are tried, T tokens, V vocabulary.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.errors import UserError, encoded, encoded_batch
from gradatim.models.language.fill_mask import MASK

TRIED = 200  # words, the likeliest after what stands before the mask
SPACES = ("Ġ", "▁")  # how tokens write the space before a word


def cut_at_mask(text: str) -> tuple[str, str]:
    """What stands before the `[MASK]` of a text, and behind it.

    Raises:
        UserError: none, or more than one.
    """
    before, *behind = text.split(MASK)
    if len(behind) != 1:
        raise UserError(
            f"the text has {len(behind)} {MASK}, and a model that reads from left to right fills "
            f"in one: write {MASK} in place of one word."
        )
    return before, behind[0]


@torch.no_grad()
def words_after(model: nn.Module, tokenizer: Tokenizer, tokens: Sequence[int], n: int) -> list[str]:
    """The likeliest whole words after some tokens, n at most, the likeliest first.

    Raises:
        UserError: no token of the model is a whole word with the space before it.
    """
    scores = model(torch.tensor([list(tokens)]))[0, -1]  # (V,)
    words: list[str] = []
    for number in scores.argsort(descending=True).tolist():
        token = tokenizer.id_to_token(number) or ""
        # A token without the space may be the rest of a word.
        if token.startswith(SPACES) and token[1:].isalpha():
            words.append(token[1:])
        if len(words) == n:
            break
    if not words:
        raise UserError("no token of this model is a whole word: choose another one to fill in.")
    return words


@torch.no_grad()
def log_probability_of_texts(
    model: nn.Module, tokenizer: Tokenizer, start: Sequence[int], texts: Sequence[str]
) -> Tensor:
    """How likely a model finds each of N texts, (N,) nats.

    Args:
        model: a causal language model in evaluation mode.
        tokenizer: its tokenizer.
        start: tokens that precede a text.
        texts: N of them.
    """
    encodings = encoded_batch(tokenizer, texts, specials=False)
    rows = [torch.tensor([*start, *e.ids]) for e in encodings]
    tokens = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)  # (N, T + 1)
    lengths = torch.tensor([len(row) for row in rows])
    logits = model(tokens[:, :-1]).float()  # (N, T, V)
    losses = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
    places = torch.arange(1, tokens.shape[1])
    counted = (places >= len(start)) & (places < lengths[:, None])  # neither start nor padding
    return -(losses.view(len(rows), -1) * counted).sum(1)


def causal_fill_mask(
    model: nn.Module,
    tokenizer: Tokenizer,
    text: str,
    start: Sequence[int],
    *,
    proposed: Sequence[str] = (),
) -> dict[str, float]:
    """Try words in the place of the mask.

    Args:
        model: a causal language model in evaluation mode.
        tokenizer: its tokenizer.
        text: with one `[MASK]`.
        start: tokens that a text begins with, at least one.
        proposed: further words to try.

    Returns:
        log-probability of the text with each word that was tried, the likeliest first.

    Raises:
        UserError: a text without `[MASK]`, or with more than one.
    """
    before, behind = cut_at_mask(text)
    read = encoded(tokenizer, before.rstrip(), specials=False).ids
    words = list(dict.fromkeys([*words_after(model, tokenizer, [*start, *read], TRIED), *proposed]))
    if not before.strip():  # the first word of a sentence
        words = list(dict.fromkeys(word.capitalize() for word in words))
    likely = log_probability_of_texts(
        model, tokenizer, start, [f"{before}{word}{behind}" for word in words]
    )
    found = dict(zip(words, likely.tolist(), strict=True))
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
