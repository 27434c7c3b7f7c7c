"""The bias has one number per input; it has one per output, (n_out,).

fr: Le biais a un nombre par entrée ; il en a un par sortie, (n_out,).
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        self.bias = (
            nn.Parameter(torch.empty(n_in).uniform_(-(n_in**-0.5), n_in**-0.5)) if bias else None
        )
