"""Many texts written at once: what reinforcement learning and story telling need.

Shapes: B texts, T tokens of a prompt, N tokens written, V vocabulary.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from gradatim.models.language.sampling import CachedLanguageModel


@torch.inference_mode()
def sample_batch(
    model: CachedLanguageModel,
    prompts: Tensor,
    n_tokens: int,
    *,
    ends: Sequence[int],
    temperature: float = 1.0,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Continue B prompts of one length, all at once, until each has ended.

    Args:
        model: a causal language model in eval mode.
        prompts: int64 (B, T).
        n_tokens: most tokens to write per text; with the prompt no more than the context.
        ends: tokens that end a text.
        temperature: divisor of the scores; 0 takes the likeliest token.
        generator: of the draws, on the CPU.

    Returns:
        int64 (B, N), N at most `n_tokens`; after its end token a text is filled with `ends[0]`.
    """
    B, T = prompts.shape
    # Room for all from the start: a cache that grew would be copied at every token.
    cache = model.new_cache(B, T + n_tokens)
    written: list[Tensor] = []
    ended = torch.zeros(B, dtype=torch.bool, device=prompts.device)
    stops = torch.tensor(list(ends), device=prompts.device)
    unread = prompts
    for _ in range(n_tokens):
        logits = model.head(model.hidden(unread, cache)[:, -1]).float()  # (B, V)
        if temperature == 0:
            token = logits.argmax(-1)
        else:
            likely = (logits / temperature).softmax(-1)
            token = torch.multinomial(likely, 1, generator=generator)[:, 0]  # (B,)
        # Ended texts still compute, as the batch is one tensor; what they write is covered up.
        token = token.masked_fill(ended, ends[0])
        written.append(token)
        ended |= torch.isin(token, stops)
        if bool(ended.all()):
            break
        unread = token[:, None]
    return torch.stack(written, dim=1)
