"""relu is applied to the output; only the code goes through it.

fr: relu est appliqué à la sortie ; seul le code y passe.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        code = torch.relu(self.encoder(x))
        return torch.relu(code @ self.encoder.weight + self.bias)
