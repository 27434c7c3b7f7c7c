"""The numbers are divided by the fraction that happens to be kept in this call; divide by 1 - p.

fr: Les nombres sont divisés par la fraction gardée lors de cet appel ; divisez par 1 - p.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        keep = (torch.rand_like(x) >= self.p).float()
        return x * keep / keep.mean().clamp(min=1e-9)
