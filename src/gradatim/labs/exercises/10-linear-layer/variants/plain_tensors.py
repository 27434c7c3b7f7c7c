class Linear(nn.Module):
    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        bound = 1 / inputs**0.5
        self.weight = (torch.rand(outputs, inputs) * 2 - 1) * bound
        self.weight.requires_grad = True
        self.bias = None
        if bias:
            self.bias = (torch.rand(outputs) * 2 - 1) * bound

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
