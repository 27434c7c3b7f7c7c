"""Which optimizer learns which parameter of a Transformer, when matrices are learned by Muon."""

from typing import Any

from torch import nn

OUTER = ("embedding", "output", "score", "head")  # names of what is no matrix between layers


def muon_groups(model: nn.Module, learning_rate: float, outer_rate: float) -> list[dict[str, Any]]:
    """Give matrices between layers to Muon; embeddings, outputs, norms and biases to AdamW.

    Muon makes every direction of an update equally strong, which is right between two layers of
    neurons and wrong for a table of embeddings (Jordan et al. 2024).

    Args:
        model: its parameters are told apart by their shapes and names.
        learning_rate: of Muon.
        outer_rate: AdamW's learning rate as a share of it.
    """
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    inner = [p for n, p in named if p.ndim == 2 and not any(word in n for word in OUTER)]
    known = {id(p) for p in inner}
    outer = [p for _, p in named if id(p) not in known]
    rate = learning_rate * outer_rate
    return [
        {"params": inner},
        {"params": outer, "optimizer": "adamw", "lr": rate, "weight_decay": 0.0},
    ]
