"""With bias=False the bias is None, and forward adds it all the same.

fr: Avec bias=False le biais vaut None, et forward l'ajoute quand même.
"""


class Linear(Linear):
    def forward(self, x):
        return x @ self.weight.T + self.bias
