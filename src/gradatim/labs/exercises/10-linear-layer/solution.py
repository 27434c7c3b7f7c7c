import torch
from torch import Tensor, nn


class Linear(nn.Module):
    def __init__(self, n_in: int, n_out: int, bias: bool = True) -> None:
        super().__init__()
        limit = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_out, n_in).uniform_(-limit, limit))
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-limit, limit)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        y = x @ self.weight.T  # (..., n_out)
        return y if self.bias is None else y + self.bias
