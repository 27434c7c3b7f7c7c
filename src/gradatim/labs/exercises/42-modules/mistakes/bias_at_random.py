"""The bias starts at random numbers; it starts at 0.

fr: Le biais part de nombres au hasard ; il part de 0.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        nn.init.normal_(self.bias)
