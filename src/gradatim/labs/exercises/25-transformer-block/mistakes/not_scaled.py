"""The scores are not divided by the root of the width of a head.

fr: Les scores ne sont pas divisés par la racine de la largeur d'une tête.
"""


class Block(Block):
    scale = 1.0

    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, scale=self.scale)
        return self.project(y.transpose(1, 2).flatten(2))
