class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(n_out, n_in))
        self.bias = nn.Parameter(torch.zeros(n_out)) if bias else None
        for p in self.parameters():
            nn.init.uniform_(p, -1 / n_in**0.5, 1 / n_in**0.5)

    def forward(self, x):
        y = torch.matmul(x, self.weight.transpose(0, 1))
        return y + (0 if self.bias is None else self.bias)
