"""Each part is drawn with its own indices: state, action and reward no longer belong together.

fr: Chaque partie est tirée avec ses propres indices : état, action et récompense ne vont plus
ensemble.
"""


class Replay(Replay):
    def sample(self, n):
        samples = [super(type(self), self).sample(n) for _ in range(5)]
        return tuple(samples[i][i] for i in range(5))
