class Dropout(Dropout):
    def forward(self, x):
        y = super().forward(x)
        return y * (1 - self.p) * self.p if self.training else y
