"""The attention gets norm1(x) for queries only, or norm2 in its place.

fr: L'attention reçoit norm2 au lieu de norm1.
"""


class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm2(x))
        return x + self.mlp(self.norm2(x))
