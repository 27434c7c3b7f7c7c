"""In training the batch is normalized with the running averages; use its own mean and variance.

fr: En entraînement, le lot est normalisé par les moyennes glissantes ; utilisez sa propre moyenne
et sa variance.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.running_mean.lerp_(x.mean(0), self.momentum)
                self.running_var.lerp_(x.var(0), self.momentum)
        mean, var = self.running_mean, self.running_var
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
