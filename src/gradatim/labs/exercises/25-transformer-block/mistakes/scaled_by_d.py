"""The scores are divided by the width of a head; divide by the root of that width.

fr: Les scores sont divisés par la largeur d'une tête ; divisez par la racine de cette largeur.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, scale=1 / q.shape[-1])
        return self.project(y.transpose(1, 2).flatten(2))
