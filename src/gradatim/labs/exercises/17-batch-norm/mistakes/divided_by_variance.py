"""The result is divided by the variance; divide by its square root.

fr: Le résultat est divisé par la variance ; divisez par sa racine carrée.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        super().forward(x)
        mean, var = (
            (x.mean(0), x.var(0, unbiased=False))
            if self.training
            else (self.running_mean, self.running_var)
        )
        return (x - mean) / (var + self.eps) * self.weight + self.bias
