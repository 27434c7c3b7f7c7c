"""The newest transition is dropped when the buffer is full; drop the oldest.

fr: La transition la plus récente est supprimée quand la mémoire est pleine ; supprimez la
plus ancienne.
"""


class Replay(Replay):
    def add(self, *move):
        size = self.moves.maxlen
        if len(self.moves) == size:
            self.moves.pop()
        super().add(*move)
