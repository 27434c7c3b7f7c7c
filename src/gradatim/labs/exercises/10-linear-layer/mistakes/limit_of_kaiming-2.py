class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for p in self.parameters():
            nn.init.uniform_(p, -((3 / n_in) ** 0.5), (3 / n_in) ** 0.5)
