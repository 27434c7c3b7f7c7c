"""The bias of the output exists but is not added.

fr: Le biais de la sortie existe mais n'est pas ajouté.
"""


class TiedAutoencoder(TiedAutoencoder):
    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.encoder.weight
