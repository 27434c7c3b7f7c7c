class BatchNorm(BatchNorm):
    def forward(self, x):
        if self.training:
            return super().forward(x)
        y = (x - x.mean(dim=0)) / torch.sqrt(self.running_var + self.eps)
        return y * self.weight + self.bias
