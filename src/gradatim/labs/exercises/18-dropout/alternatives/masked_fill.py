class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training is False or self.p == 0:
            return x
        scale = 1 / max(1 - self.p, 1e-9)
        return (x * scale).masked_fill(torch.rand(x.shape) < self.p, 0.0)
