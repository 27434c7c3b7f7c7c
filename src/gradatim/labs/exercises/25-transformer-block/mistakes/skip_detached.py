"""x is added without its graph (detach, data): no gradient passes along the residual branch.

fr: x est ajouté sans son graphe (detach, data) : aucun gradient ne suit la branche résiduelle.
"""


class Block(Block):
    def forward(self, x):
        x = x.detach() + self.attend(self.norm1(x))
        return x + self.mlp(self.norm2(x))
