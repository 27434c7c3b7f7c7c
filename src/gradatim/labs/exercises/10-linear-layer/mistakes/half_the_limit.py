"""The numbers reach half the limit only: from -limit to limit it is 2 limit wide, and torch.rand,
for instance, is 1 wide.

fr: Les nombres n'atteignent que la moitié de la limite : de -limite à limite la largeur est de 2
limites, et torch.rand, par exemple, a une largeur de 1.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        limit = n_in**-0.5 / 2
        for p in self.parameters():
            nn.init.uniform_(p, -limit, limit)
