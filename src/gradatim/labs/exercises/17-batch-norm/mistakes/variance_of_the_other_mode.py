"""In evaluation the running variance is replaced by that of the batch, or the mean by that of the
batch.

fr: À l'évaluation, la variance courante est remplacée par celle du lot, ou la moyenne par celle du
lot.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        if self.training:
            return super().forward(x)
        var = x.var(dim=0, unbiased=False)
        return (x - self.running_mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
