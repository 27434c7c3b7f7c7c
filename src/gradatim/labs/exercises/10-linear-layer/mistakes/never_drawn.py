"""torch.empty only makes room: its numbers are what lay in memory. Draw them, with uniform_.

fr: torch.empty ne fait que réserver la place : ses nombres sont ce qui était en mémoire. Tirez-les,
avec uniform_.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        self.weight = nn.Parameter(torch.empty(n_out, n_in))
        if bias:
            self.bias = nn.Parameter(torch.empty(n_out))
