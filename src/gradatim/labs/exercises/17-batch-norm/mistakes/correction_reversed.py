"""The variance for running_var is multiplied by (B - 1) / B; to divide by B - 1, multiply by B / (B
- 1).

fr: La variance pour running_var est multipliée par (B - 1) / B ; pour diviser par B - 1,
multipliez par B / (B - 1).
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        before, size = self.running_var.clone(), len(x)
        y = super().forward(x)
        if self.training:
            wrong = x.detach().var(0, unbiased=False) * (size - 1) / size
            self.running_var.copy_(before.lerp(wrong, self.momentum))
        return y
