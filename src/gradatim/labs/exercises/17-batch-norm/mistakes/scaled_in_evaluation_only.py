"""weight and bias are applied in evaluation only; training needs them as well.

fr: weight et bias ne sont appliqués qu'à l'évaluation ; l'entraînement en a besoin aussi.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        y = super().forward(x)
        return (y - self.bias) / self.weight if self.training else y
