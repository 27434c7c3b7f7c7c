"""running_mean is updated, running_var is not.

fr: running_mean est mise à jour, running_var ne l'est pas.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        before = self.running_var.clone()
        y = super().forward(x)
        self.running_var.copy_(before)
        return y
