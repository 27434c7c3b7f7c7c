"""eps is added to the standard deviation; it belongs under the root, sqrt(var + eps).

fr: eps est ajouté à l'écart-type ; il va sous la racine, sqrt(var + eps).
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        if not self.training:
            x = (x - self.running_mean) / (self.running_var.sqrt() + self.eps)
            return x * self.weight + self.bias
        super().forward(x)
        x = (x - x.mean(0)) / (x.var(0, unbiased=False).sqrt() + self.eps)
        return x * self.weight + self.bias
