"""The weight is copied: the two uses separate at the first step. Use the parameter itself.

fr: Le poids est copié : les deux usages se séparent dès le premier pas. Utilisez le paramètre lui-
même.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        self.decoder = nn.Parameter(self.encoder.weight.detach().clone())

    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.decoder + self.bias
