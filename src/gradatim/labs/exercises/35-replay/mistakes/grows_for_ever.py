"""The memory grows without end: when it is full, the oldest move makes room.

fr: La mémoire grandit sans fin : quand elle est pleine, le plus ancien coup cède sa place.
"""


class Replay(Replay):
    def __init__(self, capacity):
        self.moves = []
