"""The sample is always the n newest transitions; draw from all stored ones.

fr: L'échantillon est toujours fait des n transitions les plus récentes ; tirez parmi toutes.
"""


class Replay(Replay):
    def sample(self, n):
        moves = list(self.moves)[-n:]
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
