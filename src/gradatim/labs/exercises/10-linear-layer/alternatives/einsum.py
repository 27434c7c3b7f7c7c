import math

import torch


class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter((2 * torch.rand(n_out, n_in) - 1) / math.sqrt(n_in))
        if bias:
            self.bias = nn.Parameter((2 * torch.rand(n_out) - 1) / math.sqrt(n_in))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        y = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is not None:
            y = y + self.bias
        return y
