"""The decoder is a layer with a weight of its own; the output is the code times encoder.weight.

fr: Le décodeur est une couche avec son propre poids ; la sortie est le code fois encoder.weight.
"""


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.decoder = nn.Linear(n_hidden, n_in)

    def forward(self, x):
        return self.decoder(torch.relu(self.encoder(x)))
