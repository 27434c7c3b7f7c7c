"""The bias is added without its graph (data, detach), so it never learns.

fr: Le biais est ajouté sans son graphe (data, detach) : il n'apprend jamais.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        code = torch.relu(self.encoder(x))
        return code @ self.encoder.weight + self.bias.detach()
