"""The mask comes after the softmax, so the weights of a position no longer sum to 1: mask the
scores.

fr: Le masque vient après le softmax, donc les poids d'une position ne somment plus à 1 : masquez
les scores.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        scores = q @ k.mT / q.shape[-1] ** 0.5
        y = scores.softmax(-1).tril() @ v
        return self.project(y.transpose(1, 2).flatten(2))
