class Replay:
    moves = []

    def __init__(self, capacity):
        self.capacity = capacity

    def add(self, state, action, reward, next_state, over):
        self.moves.append((state.clone(), action, reward, next_state.clone(), over))
        while len(self.moves) > self.capacity:
            self.moves.pop(0)

    def __len__(self):
        return len(self.moves)

    def sample(self, n):
        states, actions, rewards, next_states, over = zip(*random.choices(self.moves, k=n))
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
