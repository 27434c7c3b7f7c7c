"""The running averages are parameters: an optimizer would train them. Use register_buffer.

fr: Les moyennes glissantes sont des paramètres : un optimiseur les entraînerait. Utilisez
register_buffer.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        del self.running_mean, self.running_var
        self.running_mean, self.running_var = (
            nn.Parameter(torch.zeros(n)),
            nn.Parameter(torch.ones(n)),
        )
