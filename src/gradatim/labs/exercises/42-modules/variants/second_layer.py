class TiedAutoencoder(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.bias = nn.Parameter(torch.zeros(n_in))
        self.decoder = nn.Linear(n_hidden, n_in, bias=False)

    def forward(self, x):
        return self.decoder(nn.functional.relu(self.encoder(x))).add(self.bias)
