"""Two at once: the layer project is not applied, and the attention sees the future.

fr: Deux à la fois : la couche project n'est pas appliquée, et l'attention voit le futur.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v)
        return y.transpose(1, 2).flatten(2)
