"""The sample is always the oldest transitions, and the others are lost; draw from all stored ones,
and keep them.

fr: Le tirage donne toujours les transitions les plus anciennes, et les autres sont perdues ; tirez
parmi toutes, et gardez-les.
"""


class Replay(Replay):
    def sample(self, n):
        self.moves = deque(list(self.moves)[:n], maxlen=max(n, 1))
        moves = list(self.moves)
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            *(torch.stack(states), torch.tensor(actions), torch.tensor(rewards)),
            *(torch.stack(next_states), torch.tensor(over)),
        )
