"""The norm comes after the sum, as in 2017; here it belongs inside the branch.

fr: La norme vient après la somme, comme en 2017 ; ici sa place est dans la branche.
"""


class Block(Block):
    def forward(self, x):
        x = self.norm1(x + self.attend(x))
        return self.norm2(x + self.mlp(x))
