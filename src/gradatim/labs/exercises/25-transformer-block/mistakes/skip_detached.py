"""x is added to a branch without its graph (detach, data): no gradient passes around that branch.

fr: x est ajouté à une branche sans son graphe (detach, data) : aucun gradient ne contourne cette
branche.
"""


class Block(Block):
    def forward(self, x):
        x = x.detach() + self.attend(self.norm1(x))
        return x + self.mlp(self.norm2(x))
