"""The running averages are those of the last batch: they are replaced, not averaged with the old
ones.

fr: Les moyennes glissantes sont celles du dernier lot : elles sont remplacées, et non moyennées
avec les anciennes.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.running_mean.copy_(mean)
                self.running_var.copy_(x.var(0))
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
