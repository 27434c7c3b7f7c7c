"""The code is not put through relu.

fr: Le code ne passe pas par relu.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        return self.encoder(x) @ self.encoder.weight + self.bias
