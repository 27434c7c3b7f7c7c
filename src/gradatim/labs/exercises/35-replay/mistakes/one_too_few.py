"""One transition too few is kept.

fr: Il manque une transition : une de moins est gardée.
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity - 1)
