"""Keys and values are exchanged: qkv gives queries, keys and values in this order.

fr: Clés et valeurs sont échangées : qkv donne requêtes, clés et valeurs dans cet ordre.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, v, k, is_causal=True)
        return self.project(y.transpose(1, 2).flatten(2))
