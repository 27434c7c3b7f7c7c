class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        k = n_in**-0.5
        self.weight = nn.Parameter(torch.distributions.Uniform(-k, k).sample((n_out, n_in)))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.distributions.Uniform(-k, k).sample((n_out,)))

    def forward(self, x):
        y = torch.stack([(x * row).sum(-1) for row in self.weight], dim=-1)
        return y if self.bias is None else y + self.bias
