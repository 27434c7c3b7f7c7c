"""weight and bias are not applied after normalizing.

fr: weight et bias ne sont pas appliqués après la normalisation.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        return (super().forward(x) - self.bias) / self.weight
