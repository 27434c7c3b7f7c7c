class Linear(nn.Module):
    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        bound = 1 / inputs**0.5
        self.weight = nn.Parameter((torch.rand(outputs, inputs) * 2 - 1) * bound)
        if bias:
            self.bias = nn.Parameter((torch.rand(outputs) * 2 - 1) * bound)
        else:
            self.bias = None

    def forward(self, x):
        return torch.einsum("...i,oi->...o", x, self.weight)
