"""Mean and variance are detached: the gradient must pass through them too.

fr: La moyenne et la variance sont détachées : le gradient doit aussi passer par elles.
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        y = super().forward(x)
        if self.training:
            mean, var = x.mean(0).detach(), x.var(0, unbiased=False).detach()
            y = (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
        return y
