"""The second residual adds norm2(x), the normalized values; it adds x itself.

fr: La seconde connexion ajoute norm2(x), les valeurs normalisées ; elle ajoute x lui-même.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        h = self.norm2(x)
        return h + self.mlp(h)
