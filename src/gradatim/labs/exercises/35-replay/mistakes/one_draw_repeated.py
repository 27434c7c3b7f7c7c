"""One transition is drawn and repeated n times.

fr: Une seule transition est tirée et répétée n fois.
"""


class Replay(Replay):
    def sample(self, n):
        return tuple(part.repeat_interleave(n, 0) for part in super().sample(1))
