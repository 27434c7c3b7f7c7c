"""The scores of the future are set to 0, and exp(0) = 1 still counts: set them to minus infinity.

fr: Les scores du futur sont mis à 0, et exp(0) = 1 compte encore : mettez-les à moins l'infini.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.mT / q.shape[-1] ** 0.5
        y = scores.tril().softmax(-1) @ v
        return self.project(y.transpose(1, 2).flatten(2))
