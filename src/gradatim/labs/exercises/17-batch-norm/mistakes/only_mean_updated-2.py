class BatchNorm(BatchNorm):
    def forward(self, x):
        before = self.running_mean.clone()
        y = super().forward(x)
        self.running_mean.copy_(before)
        return y
