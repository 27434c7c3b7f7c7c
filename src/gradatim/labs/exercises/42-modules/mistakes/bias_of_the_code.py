"""The bias of the output has as many numbers as the code; it needs n_in.

fr: Le biais de la sortie a autant de nombres que le code ; il lui en faut n_in.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        self.bias = nn.Parameter(torch.zeros(n_hidden))
