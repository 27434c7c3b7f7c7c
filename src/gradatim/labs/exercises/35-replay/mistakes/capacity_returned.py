"""len gives the capacity; it is the number of transitions that are stored.

fr: len donne la capacité ; c'est le nombre de transitions stockées.
"""


class Replay(Replay):
    def __len__(self):
        return self.moves.maxlen
