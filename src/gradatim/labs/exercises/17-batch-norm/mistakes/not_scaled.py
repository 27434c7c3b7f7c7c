"""The numbers are centered but not divided by the standard deviation.

fr: Les nombres sont centrés mais non divisés par l'écart-type.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        super().forward(x)
        mean = x.mean(dim=0) if self.training else self.running_mean
        return (x - mean) * self.weight + self.bias
