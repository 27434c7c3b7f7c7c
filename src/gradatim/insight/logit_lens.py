"""The logit lens: what would a language model say if it stopped after each block?

The blocks of a Transformer all add to one stream, so the last norm and the head can read the stream
anywhere. The prediction is usually uncertain at first and settles some blocks before the end.

Shapes: B batch, T tokens, C width, V vocabulary, L blocks.

nostalgebraist, "interpreting GPT: the logit lens", 2020 (lesswrong.com).
"""

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.attribution import evaluating


def require_language_model(model: nn.Module) -> None:
    """Refuse a model that has no stack of blocks with a norm and a head.

    Raises:
        UserError: with the kind of model.
    """
    parts = (hasattr(model, "norm"), hasattr(model, "head"))
    if not isinstance(getattr(model, "blocks", None), nn.ModuleList) or not all(parts):
        raise UserError(
            "the logit lens needs a model that writes word by word (GPT, LLaMA, Mixtral), not "
            f"{type(model).__name__}."
        )


@torch.no_grad()
def logit_lens(model: nn.Module, tokens: Tensor) -> Tensor:
    """Read the next-word scores after the embedding and after each block.

    Args:
        model: a GPT, LLaMA or Mixtral: `blocks`, `norm` and `head`.
        tokens: (B, T).

    Returns:
        (1 + L, B, T, V); the last equals `model(tokens)`.

    Raises:
        UserError: another kind of model.
    """
    require_language_model(model)
    streams: list[Tensor] = []
    blocks: nn.ModuleList = model.blocks  # type: ignore[assignment]

    # A hook before the first block: its input, the embedding, is the output of no block.
    def before(_module: nn.Module, inputs: tuple) -> None:
        streams.append(inputs[0])

    def after(_module: nn.Module, _inputs: tuple, output: Tensor) -> None:
        streams.append(output)

    hooks = [blocks[0].register_forward_pre_hook(before)]
    hooks += [block.register_forward_hook(after) for block in blocks]
    try:
        with evaluating(model):
            model(tokens)
            # The last norm and head, at every depth: blocks add to one stream, so all read alike.
            return torch.stack([model.head(model.norm(x)) for x in streams])  # type: ignore[operator]
    finally:
        for hook in hooks:
            hook.remove()
