class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            gone = torch.rand(x.shape) < self.p
            return x.masked_fill(gone, 0.0)
        return x
