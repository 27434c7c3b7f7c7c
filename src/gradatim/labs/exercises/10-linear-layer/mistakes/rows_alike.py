"""All rows of the weight start with the same numbers, so the neurons start alike: draw each
number.

fr: Toutes les lignes du poids partent des mêmes nombres, donc les neurones partent pareils : tirez
chaque nombre.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        self.weight.data.copy_(self.weight.data[:1].expand(n_out, n_in))
