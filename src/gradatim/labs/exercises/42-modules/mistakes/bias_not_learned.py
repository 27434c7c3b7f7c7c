"""The bias is a plain tensor, which no optimizer finds: wrap it in nn.Parameter.

fr: Le biais est un simple tenseur, qu'aucun optimiseur ne trouve : mettez-le dans nn.Parameter.
"""


class TiedAutoencoder(TiedAutoencoder):
    def __init__(self, n_in, n_hidden):
        nn.Module.__init__(self)
        self.encoder = nn.Linear(n_in, n_hidden)
        self.bias = torch.zeros(n_in)
