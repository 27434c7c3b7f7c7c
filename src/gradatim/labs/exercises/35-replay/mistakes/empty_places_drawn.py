"""The indices are drawn among all places, also those that nothing is stored in yet: rows of zeros
come out. Draw below len(self).

fr: Les indices sont tirés parmi toutes les places, même encore vides : il sort des lignes de
zéros. Tirez sous len(self).
"""


class Replay(Replay):
    def __init__(self, capacity):
        super().__init__(capacity)
        self.capacity = capacity

    def sample(self, n):
        empty = (torch.zeros(2), 0, 0.0, torch.zeros(2), False)
        places = list(self.moves) + [empty] * (self.capacity - len(self.moves))
        states, actions, rewards, next_states, over = zip(*random.choices(places, k=n))
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
