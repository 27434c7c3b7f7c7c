"""The numbers go only half as far: torch.rand is 1 wide, from -limit to limit it is 2 limit.

fr: Les nombres ne vont qu'à mi-chemin : torch.rand a une largeur de 1, de -limite à limite c'est 2
limites.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        limit = n_in**-0.5 / 2
        for p in self.parameters():
            nn.init.uniform_(p, -limit, limit)
