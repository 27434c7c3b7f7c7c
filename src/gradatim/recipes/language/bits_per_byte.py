"""How many bits a causal language model needs per byte of text: comparable between tokenizers.

Shapes: W windows, T tokens, V vocabulary.
"""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F

from gradatim.data.language.lm_batches import IGNORED, held_out_windows
from gradatim.errors import encoded
from gradatim.recipes.language.trained_model import TrainedModel, beginning, require


@torch.no_grad()
def bits_per_byte(trained: TrainedModel, texts: Sequence[str]) -> float:
    """Measure a model on texts, each read from its own beginning.

    Args:
        trained: a causal language model.
        texts: of a length of one token or more. Of those longer than the context each token is
            predicted from half of the context before it, or more.

    Returns:
        -log2 of the probability of the texts, per byte of UTF-8.
    """
    require(trained, "generate", "predict the next token")
    context: int = trained.model.config.context  # type: ignore[assignment,union-attr]
    start = beginning(trained)
    nats = 0.0
    for text in texts:
        ids = list(encoded(trained.tokenizer, text).ids)
        tokens = torch.tensor(ids if ids[: len(start)] == start else start + ids)
        if len(tokens) <= context:
            inputs, targets = tokens[None, :-1], tokens[None, 1:]
        else:
            inputs, targets = held_out_windows(tokens, context, context // 2)  # (W, T)
        logits = trained.model(inputs).flatten(0, 1)  # (W T, V)
        losses = F.cross_entropy(
            logits.float(), targets.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        nats += float(losses)
    return nats / math.log(2) / sum(len(text.encode()) for text in texts)
