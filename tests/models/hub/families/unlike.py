"""Networks whose statistics and biases are not those that every new network has."""

import torch
from torch import nn


def unlike(model: nn.Module) -> nn.Module:
    """Give every number of a network a value that its first weights do not have."""
    generator = torch.Generator().manual_seed(0)
    for name, tensor in model.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 1.5, generator=generator)
        elif tensor.is_floating_point() and tensor.dim() == 1:
            tensor.add_(0.1 * torch.randn(tensor.shape, generator=generator))
    return model.eval()
