class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.layers = []
        for _ in range(n):
            self.layers.append(nn.Linear(n_in, n_out))

    def forward(self, x):
        return torch.stack([layer(x) for layer in self.layers], dim=2).mean(dim=2)
