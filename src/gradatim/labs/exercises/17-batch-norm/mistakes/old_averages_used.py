"""The running averages are used to normalise right after their update, in training too.

fr: Les moyennes courantes servent à normaliser dès leur mise à jour, à l'entraînement aussi.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        super().forward(x)
        y = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        return y * self.weight + self.bias
