class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.mT / q.shape[-1] ** 0.5
        future = torch.ones_like(scores).triu().bool()
        y = scores.masked_fill(future, -torch.inf).softmax(-1) @ v
        return self.project(y.transpose(1, 2).flatten(2))
