"""The n transitions follow each other: one place is drawn, and the rest comes after it; draw each
by itself.

fr: Les n transitions se suivent : une place est tirée, et les autres viennent après ; tirez
chacune à part.
"""


class Replay(Replay):
    def sample(self, n):
        start = random.randrange(len(self.moves) - n + 1)
        states, actions, rewards, next_states, over = zip(*list(self.moves)[start : start + n])
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
