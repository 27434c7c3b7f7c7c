"""The sample is always the newest moves; draw from all stored ones.

fr: Le tirage prend toujours les coups les plus récents ; tirez parmi tous.
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
