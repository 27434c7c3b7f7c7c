class Replay(Replay):
    def sample(self, n):
        places = sorted(random.sample(range(len(self.moves)), n))
        states, actions, rewards, next_states, over = zip(*[self.moves[i] for i in places])
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
