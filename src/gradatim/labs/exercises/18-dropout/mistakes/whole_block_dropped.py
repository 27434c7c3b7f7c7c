"""One number decides for everything: all is kept or all is dropped.

fr: Un seul nombre décide de tout : tout est gardé ou tout est supprimé.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training or self.p == 1:
            return super().forward(x)
        return x * (torch.rand(()) >= self.p) / (1 - self.p)
