"""The softmax of the attention is taken over the queries (dim=-2); each query needs weights over
the keys (dim=-1).

fr: Le softmax de l'attention est pris sur les requêtes (dim=-2) ; chaque requête veut des poids
sur les clés (dim=-1).
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        past = torch.ones(x.shape[1], x.shape[1]).tril().bool()
        y = scores.masked_fill(~past, -1e9).softmax(-2) @ v
        return self.project(y.transpose(1, 2).flatten(2))
