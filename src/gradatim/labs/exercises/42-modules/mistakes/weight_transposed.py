"""The weight is transposed once too often: it is (n_hidden, n_in), which is what the code needs.

fr: Le poids est transposé une fois de trop : il est (n_hidden, n_in), comme il le faut pour le
code.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.encoder.weight.T + self.bias
