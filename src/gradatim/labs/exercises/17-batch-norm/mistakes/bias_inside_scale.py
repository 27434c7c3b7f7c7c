"""The bias is added before the multiplication by weight; it belongs behind it.

fr: Le biais est ajouté avant la multiplication par weight ; sa place est après.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(x.var(0), self.momentum)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.weight * self.bias
