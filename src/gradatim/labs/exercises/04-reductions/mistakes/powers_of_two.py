"""2 is raised to the scores; softmax takes powers of e: exp(z).

fr: 2 est élevé à la puissance des scores ; softmax prend les puissances de e : exp(z).
"""

import torch


def softmax(logits):
    powers = torch.exp2(logits - logits.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)
