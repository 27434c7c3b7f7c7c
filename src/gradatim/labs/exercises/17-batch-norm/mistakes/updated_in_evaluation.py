"""The running averages are updated in evaluation too.

fr: Les moyennes glissantes sont mises à jour aussi en évaluation.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = x.mean(dim=0), x.var(dim=0, unbiased=False)
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(x.var(dim=0, unbiased=True), self.momentum)
        if not self.training:
            mean, var = self.running_mean, self.running_var
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
