"""The residual sums are missing: each branch replaces x instead of adding to it.

fr: Les sommes résiduelles manquent : chaque branche remplace x au lieu de s'y ajouter.
"""


class Block(Block):
    def forward(self, x):
        x = self.attend(self.norm1(x))
        return self.mlp(self.norm2(x))
