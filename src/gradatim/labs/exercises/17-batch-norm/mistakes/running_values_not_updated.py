"""The running averages are never updated.

fr: Les moyennes glissantes ne sont jamais mises à jour.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(dim=0), x.var(dim=0, unbiased=False)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
