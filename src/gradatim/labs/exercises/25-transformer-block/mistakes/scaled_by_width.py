"""The scores are divided by the root of the whole width; take the root of the width of one head.

fr: Les scores sont divisés par la racine de toute la largeur ; prenez celle de la largeur d'une
tête.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, scale=x.shape[-1] ** -0.5)
        return self.project(y.transpose(1, 2).flatten(2))
