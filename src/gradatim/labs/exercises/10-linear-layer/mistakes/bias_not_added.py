"""The bias exists but forward does not add it.

fr: Le biais existe, mais forward ne l'ajoute pas.
"""


class Linear(Linear):
    def forward(self, x):
        return x @ self.weight.T
