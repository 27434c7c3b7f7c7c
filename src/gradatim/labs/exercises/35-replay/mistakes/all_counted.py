"""len counts every transition that was ever added; it is the number of those that are stored.

fr: len compte toutes les transitions jamais ajoutées ; c'est le nombre de celles qui sont gardées.
"""


class Replay(Replay):
    count = 0

    def add(self, state, action, reward, next_state, over):
        super().add(state, action, reward, next_state, over)
        self.count += 1

    def __len__(self):
        return self.count
