class BatchNorm(nn.Module):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__()
        self.m, self.e = momentum, eps
        self.weight, self.bias = nn.Parameter(torch.ones(n)), nn.Parameter(torch.zeros(n))
        self.register_buffer("running_mean", torch.zeros(n))
        self.register_buffer("running_var", torch.ones(n))

    def forward(self, x):
        centre = x.mean(0)
        spread = ((x - centre) ** 2).mean(0)
        if self.training:
            n = len(x)
            with torch.no_grad():
                self.running_mean.mul_(1 - self.m).add_(self.m * centre)
                self.running_var.mul_(1 - self.m).add_(self.m * spread * n / (n - 1))
        return self.weight * (x - centre) / (spread + self.e) ** 0.5 + self.bias
