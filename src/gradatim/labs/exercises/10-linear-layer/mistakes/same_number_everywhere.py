"""All weights start with the same number, so the neurons start alike: draw each of them at random.

fr: Tous les poids partent du même nombre, donc les neurones partent pareils : tirez chacun au
hasard.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        with torch.no_grad():
            self.weight.fill_(n_in**-0.5)
