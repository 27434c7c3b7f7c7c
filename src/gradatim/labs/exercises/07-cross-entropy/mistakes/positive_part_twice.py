"""max(z, 0) is added to log(1 + exp(z)), which holds it already; beside it log(1 + exp(-|z|)) is
needed.

fr: max(z, 0) est ajouté à log(1 + exp(z)), qui le contient déjà ; à côté de lui il faut log(1 +
exp(-|z|)).
"""

import torch
from torch.nn import functional as F


def binary_cross_entropy(z, y):
    return (z.clamp(min=0) - y * z + F.softplus(z)).mean()
