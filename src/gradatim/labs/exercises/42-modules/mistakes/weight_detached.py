"""The second use of the weight is detached and gives it no gradient.

fr: Le second usage du poids est détaché et ne lui donne pas de gradient.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.encoder.weight.detach() + self.bias
