"""A second layer has a weight of its own; the encoder's weight should be used again.

fr: Une seconde couche a son propre poids ; c'est celui de l'encodeur qui doit resservir.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        self.decoder = nn.Linear(n_hidden, n_in, bias=False)

    def forward(self, x):
        return self.decoder(torch.relu(self.encoder(x))) + self.bias
