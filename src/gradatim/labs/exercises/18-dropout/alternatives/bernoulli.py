class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.keep = 1 - p

    def forward(self, x):
        if self.training and self.keep > 0:
            return torch.bernoulli(torch.full_like(x, self.keep)) * x / self.keep
        return x if not self.training else 0 * x
