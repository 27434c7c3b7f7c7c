"""The newest transition can never be drawn: random.randint includes its end, range and
torch.randint do not.

fr: La transition la plus récente n'est jamais tirée : random.randint inclut sa borne, range et
torch.randint ne l'incluent pas.
"""


class Replay(Replay):
    def sample(self, n):
        moves = random.choices(list(self.moves)[:-1] or list(self.moves), k=n)
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
