class Replay(Replay):
    def add(self, state, action, reward, next_state, over):
        move = (state.detach().clone(), torch.tensor(action), torch.tensor(reward))
        self.moves.append((*move, next_state.detach().clone(), torch.tensor(over)))

    def sample(self, n):
        order = []
        while len(order) < n:
            order += torch.randperm(len(self)).tolist()
        moves = [self.moves[i] for i in order[:n]]
        return tuple(torch.stack(column) for column in zip(*moves))
