class Replay:
    def __init__(self, capacity):
        self.capacity, self.count, self.parts = capacity, 0, None

    def add(self, state, action, reward, next_state, over):
        if self.parts is None:
            c = self.capacity
            self.parts = (
                torch.zeros(c, *state.shape),
                torch.zeros(c, dtype=torch.long),
                torch.zeros(c),
                torch.zeros(c, *state.shape),
                torch.zeros(c, dtype=torch.bool),
            )
        for part, value in zip(self.parts, (state, action, reward, next_state, over)):
            part[self.count % self.capacity] = value
        self.count += 1

    def __len__(self):
        return min(self.count, self.capacity)

    def sample(self, n):
        index = torch.randint(len(self), (n,))
        return tuple(part[index] for part in self.parts)
