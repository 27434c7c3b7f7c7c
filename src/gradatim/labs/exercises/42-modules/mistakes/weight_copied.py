"""A second parameter is made from the encoder's weight; it is one parameter, which gets the
gradients of both uses: use encoder.weight itself.

fr: Un second paramètre est fait du poids de l'encodeur ; c'est un seul paramètre, qui reçoit les
gradients des deux usages : utilisez encoder.weight lui-même.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        self.decoder = nn.Parameter(self.encoder.weight.detach().clone())

    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.decoder + self.bias
