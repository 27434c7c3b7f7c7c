"""The inner module is hidden from nn.Module, in a list for instance: its parameters are not found.
Assign it to self.inner.

fr: Le module interne est caché à nn.Module, dans une liste par exemple : ses paramètres sont
introuvables. Affectez-le à self.inner.
"""


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.hidden = [inner]

    def forward(self, x):
        return x + self.hidden[0](x)
