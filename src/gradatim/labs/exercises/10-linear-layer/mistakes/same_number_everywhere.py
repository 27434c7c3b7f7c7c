"""All weights start with the same number: all neurons would stay alike. Draw them at random.

fr: Tous les poids commencent par le même nombre : les neurones resteraient pareils. Tirez-les
au hasard.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        with torch.no_grad():
            self.weight.fill_(n_in**-0.5)
