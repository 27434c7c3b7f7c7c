class Replay:
    def __init__(self, capacity):
        self.capacity = capacity
        self.rows = []

    def add(self, state, action, reward, next_state, over):
        self.rows.append([state.tolist(), action, reward, next_state.tolist(), over])
        self.rows = self.rows[-self.capacity :]

    def __len__(self):
        return len(self.rows)

    def sample(self, n):
        rows = [random.choice(self.rows) for _ in range(n)]
        return tuple(torch.tensor([row[i] for row in rows]) for i in range(5))
