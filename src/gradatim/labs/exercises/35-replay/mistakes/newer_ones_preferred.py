"""Newer transitions are drawn more often than older ones; all are equally likely.

fr: Les transitions récentes sont tirées plus souvent que les anciennes ; toutes sont aussi
probables.
"""


class Replay(Replay):
    def sample(self, n):
        moves = random.choices(self.moves, weights=range(1, len(self.moves) + 1), k=n)
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
