"""Evaluation still uses the statistics of the batch; it should use the running averages.

fr: L'évaluation utilise encore les statistiques du lot ; elle doit utiliser les moyennes
glissantes.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        if self.training:
            return super().forward(x)
        return (x - x.mean(0)) / torch.sqrt(
            x.var(0, unbiased=False) + self.eps
        ) * self.weight + self.bias
