"""In training too the running averages, right after their update, are used to normalize; use the
mean and variance of the batch.

fr: À l'entraînement aussi, les moyennes glissantes, à peine mises à jour, servent à normaliser ;
utilisez la moyenne et la variance du lot.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        super().forward(x)
        y = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        return y * self.weight + self.bias
