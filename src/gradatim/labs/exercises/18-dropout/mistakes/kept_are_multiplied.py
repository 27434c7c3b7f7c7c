"""The remaining numbers are multiplied by 1 - p (or p); divide them by 1 - p.

fr: Les nombres restants sont multipliés par 1 - p (ou p) ; divisez-les par 1 - p.
"""


class Dropout(Dropout):
    def forward(self, x):
        y = super().forward(x)
        return y * (1 - self.p) ** 2 if self.training else y
