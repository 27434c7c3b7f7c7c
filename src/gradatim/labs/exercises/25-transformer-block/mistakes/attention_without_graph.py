"""The attention is computed without a graph (no_grad, detach): queries, keys and values never learn.

fr: L'attention est calculée sans graphe (no_grad, detach) : les requêtes, clés et valeurs
n'apprennent jamais.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        with torch.no_grad():
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.transpose(1, 2).flatten(2))
