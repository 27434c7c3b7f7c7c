"""The causal mask of the first call is kept and used for every later input, whatever its length.

fr: Le masque causal du premier appel est gardé et sert pour toute entrée suivante, quelle que soit
sa longueur.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        if getattr(self, "allowed", None) is None:
            self.allowed = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=self.allowed)
        return self.project(y.transpose(1, 2).flatten(2))
