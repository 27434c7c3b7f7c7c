"""Filling masked words in: what a masked language model finds likeliest at each `[MASK]`.

Shapes: T tokens, M masked places, V vocabulary.
"""

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import nn

from gradatim.errors import UserError
from gradatim.spelling import given

MASK = "[MASK]"


def mask_token(tokenizer: Tokenizer) -> str:
    """What a tokenizer calls the token of a masked word: `[MASK]`, or RoBERTa's `<mask>`."""
    return "<mask>" if tokenizer.token_to_id(MASK) is None else MASK


@torch.no_grad()
def fill_mask(
    model: nn.Module, tokenizer: Tokenizer, tokens: Sequence[int], n_best: int = 5
) -> list[list[tuple[str, float]]]:
    """Predict the masked words of a text.

    Args:
        model: a BERT in evaluation mode.
        tokenizer: its tokenizer.
        tokens: of the text, with the mask token in place of a word.
        n_best: words for each masked place, 1 to V.

    Returns:
        for each `[MASK]` the likeliest words with their probabilities, the likeliest first.

    Raises:
        UserError: no `[MASK]`, more text than the model reads at once, or n_best out of range.
    """
    mask = tokenizer.token_to_id(mask_token(tokenizer))
    places = [place for place, token in enumerate(tokens) if token == mask]  # M of them
    if not places:
        raise UserError(f"the text has no {MASK}: write {MASK} in place of the word to predict.")
    check_n_best(n_best, tokenizer.get_vocab_size())
    device = next(model.parameters()).device
    text = torch.tensor([list(tokens)], device=device)  # (1, T)
    logits = model(text, places=torch.tensor(places, device=device)).float()  # (M, V)
    best = logits.softmax(-1).topk(n_best)
    return [
        [(_word(tokenizer, n), p) for n, p in zip(numbers, likely, strict=True)]
        for numbers, likely in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


def check_n_best(n_best: int, n_words: int) -> None:
    """Refuse to name more words than there are, or none.

    Raises:
        UserError: with the numbers that are allowed.
    """
    if not 1 <= n_best <= n_words:
        raise UserError(f"{given('n_best', n_best)}: give 1 to {n_words:,} words.")


def _word(tokenizer: Tokenizer, number: int) -> str:
    """A token as people read it; the pieces of BERT keep their `##`."""
    name = tokenizer.id_to_token(number) or ""
    if mask_token(tokenizer) == MASK:
        return name
    return tokenizer.decode([number]).strip() or name  # "Ġday" and "▁jour" have a space in front
