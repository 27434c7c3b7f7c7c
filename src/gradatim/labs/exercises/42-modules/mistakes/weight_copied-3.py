class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        super().__init__(n_in, n_hidden)
        self.decoder = nn.Parameter(self.encoder.weight.T)  # a view, but another parameter

    def forward(self, x):
        return torch.relu(self.encoder(x)) @ self.decoder.T + self.bias
