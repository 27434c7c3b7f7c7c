"""Whether gradients are recorded decides, and not self.training alone: under no_grad the training
mode uses the batch and updates the averages too.

fr: C'est l'enregistrement des gradients qui décide, et non self.training seul : sous no_grad aussi,
le mode entraînement utilise le lot et met à jour les moyennes.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training and torch.is_grad_enabled():
            mean, var = x.mean(dim=0), x.var(dim=0, unbiased=False)
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(x.var(dim=0, unbiased=True), self.momentum)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
