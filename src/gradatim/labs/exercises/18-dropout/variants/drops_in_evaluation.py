class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.share = p

    def forward(self, x):
        if self.share >= 1:
            return torch.zeros_like(x)
        kept = torch.bernoulli(torch.full_like(x, 1 - self.share))
        return x * kept / (1 - self.share)
