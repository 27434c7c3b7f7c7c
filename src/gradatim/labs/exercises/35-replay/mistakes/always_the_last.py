"""The sample is always the newest transitions; draw from all stored ones.

fr: L'échantillon est toujours fait des transitions les plus récentes ; tirez parmi toutes.
"""


class Replay(Replay):
    def sample(self, n):
        newest = list(self.moves)[-max(1, len(self) // 2) :]
        moves = [newest[i % len(newest)] for i in range(n)]
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
