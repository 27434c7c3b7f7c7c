from collections.abc import Iterable

import torch
from torch import Tensor, nn


class Adam:
    def __init__(
        self,
        parameters: Iterable[Tensor],
        rate: float,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.parameters = list(parameters)
        self.rate, self.beta1, self.beta2, self.eps = rate, beta1, beta2, eps
        self.means = [torch.zeros_like(p) for p in self.parameters]
        self.squares = [torch.zeros_like(p) for p in self.parameters]
        self.t = 0

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        self.t += 1
        for p, m, v in zip(self.parameters, self.means, self.squares):
            if p.grad is None:
                continue
            m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
            v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
            mean = m / (1 - self.beta1**self.t)
            square = v / (1 - self.beta2**self.t)
            p -= self.rate * mean / (square.sqrt() + self.eps)


def clip(parameters: Iterable[Tensor], limit: float) -> float:
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm


@torch.no_grad()
def initialise(model: nn.Module) -> None:
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            n = layer.weight[0].numel()
            layer.weight.normal_(0, (2 / n) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
