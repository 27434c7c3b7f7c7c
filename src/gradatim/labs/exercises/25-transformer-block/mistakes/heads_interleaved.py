"""The channels are dealt out to the heads one by one; each head should get neighboring channels:
unflatten(-1, (n_heads, -1)).

fr: Les canaux sont distribués aux têtes un à un ; chaque tête doit recevoir des canaux voisins :
unflatten(-1, (n_heads, -1)).
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (-1, self.n_heads)).permute(0, 3, 1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.permute(0, 2, 3, 1).flatten(2))
