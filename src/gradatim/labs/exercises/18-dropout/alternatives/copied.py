class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        y = x.clone()
        if self.training and self.p > 0:
            dropped = torch.rand(x.shape) < self.p
            y = torch.where(dropped, torch.zeros_like(y), y / max(1 - self.p, 1e-6))
        return y
