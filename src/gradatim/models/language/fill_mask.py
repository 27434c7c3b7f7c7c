"""Filling masked words in: what a masked language model finds likeliest at each `[MASK]`.

Shapes: T tokens, M masked places, V vocabulary.
"""

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import nn

from gradatim.errors import UserError

MASK = "[MASK]"


@torch.no_grad()
def fill_mask(
    model: nn.Module, tokenizer: Tokenizer, tokens: Sequence[int], n_best: int = 5
) -> list[list[tuple[str, float]]]:
    """Predict the masked words of a text.

    Args:
        model: a BERT in evaluation mode.
        tokenizer: its tokenizer.
        tokens: of the text, with `[MASK]` in place of a word.
        n_best: words for each masked place, 1 to V.

    Returns:
        for each `[MASK]` the likeliest words with their probabilities, the likeliest first.

    Raises:
        UserError: no `[MASK]`, or more text than the model reads at once.
    """
    mask = tokenizer.token_to_id(MASK)
    places = [place for place, token in enumerate(tokens) if token == mask]  # M of them
    if not places:
        raise UserError(f"the text has no {MASK}: write {MASK} in place of the word to predict.")
    device = next(model.parameters()).device
    text = torch.tensor([list(tokens)], device=device)  # (1, T)
    logits = model(text, places=torch.tensor(places, device=device)).float()  # (M, V)
    best = logits.softmax(-1).topk(n_best)
    return [
        [(tokenizer.id_to_token(n) or "", p) for n, p in zip(numbers, likely, strict=True)]
        for numbers, likely in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]
