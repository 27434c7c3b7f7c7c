"""In evaluation the variance, or the mean, is that of the batch; both should be the running
averages.

fr: À l'évaluation, la variance, ou la moyenne, est celle du lot ; il faut les deux moyennes
glissantes.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        if self.training:
            return super().forward(x)
        var = x.var(dim=0, unbiased=False)
        return (x - self.running_mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
