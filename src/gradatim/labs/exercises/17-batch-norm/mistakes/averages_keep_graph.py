"""The running averages are computed with gradients: they hold the graph of every batch so far. Use
torch.no_grad() or detach().

fr: Les moyennes sont calculées avec gradients : elles gardent le graphe de tous les lots.
Utilisez torch.no_grad() ou detach().
"""


class BatchNorm(BatchNorm):
    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(0), x.var(0, unbiased=False)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean
            self.running_var = (1 - m) * self.running_var + m * x.var(0)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
