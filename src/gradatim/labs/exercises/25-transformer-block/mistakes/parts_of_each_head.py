"""The output of qkv is cut into heads first and then into three; it holds all queries, then all
keys, then all values.

fr: La sortie de qkv est d'abord coupée en têtes, puis en trois ; elle contient toutes les
requêtes, puis toutes les clés, puis toutes les valeurs.
"""


class Block(Block):
    def attend(self, x):
        parts = self.qkv(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
        q, k, v = parts.chunk(3, dim=-1)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.transpose(1, 2).flatten(2))
