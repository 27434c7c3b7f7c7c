"""The attention sees the future: is_causal=True or a mask is missing.

fr: L'attention voit le futur : il manque is_causal=True ou un masque.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        return self.project(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))
