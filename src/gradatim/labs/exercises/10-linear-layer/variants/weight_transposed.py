class Linear(nn.Module):
    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        bound = 1 / inputs**0.5
        self.weight = nn.Parameter((torch.rand(inputs, outputs) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(outputs) * 2 - 1) * bound) if bias else None

    def forward(self, x):
        y = x @ self.weight
        return y + self.bias if self.bias is not None else y
