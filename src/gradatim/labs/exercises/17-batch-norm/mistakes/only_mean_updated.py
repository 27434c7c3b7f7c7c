"""Only one of the two running averages is updated.

fr: Une seule des deux moyennes glissantes est mise à jour.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        before = self.running_var.clone()
        y = super().forward(x)
        self.running_var.copy_(before)
        return y
