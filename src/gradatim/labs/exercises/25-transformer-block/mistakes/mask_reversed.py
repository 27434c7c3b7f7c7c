"""The causal mask is reversed: each position sees the future and not the past.

fr: Le masque causal est inversé : chaque position voit le futur et non le passé.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        future = torch.ones(x.shape[1], x.shape[1]).triu().bool()
        y = scores.masked_fill(~future, -1e9).softmax(-1) @ v
        return self.project(y.transpose(1, 2).flatten(2))
