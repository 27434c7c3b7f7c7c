"""The heads are split, but not moved before the positions: attention runs over the heads.

fr: Les têtes sont séparées, mais pas placées avant les positions : l'attention porte sur les
têtes.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (t.unflatten(-1, (self.n_heads, -1)) for t in self.qkv(x).chunk(3, dim=-1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.flatten(2))
