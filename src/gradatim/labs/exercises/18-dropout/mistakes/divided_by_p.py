"""The remaining numbers are divided by p; divide by 1 - p.

fr: Les nombres restants sont divisés par p ; divisez par 1 - p.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / self.p if self.training else x
