"""What is drawn is removed from the buffer; it stays there, and can be drawn again later.

fr: Ce qui est tiré est retiré de la mémoire ; il doit y rester, et peut être tiré plus tard.
"""


class Replay(Replay):
    def sample(self, n):
        places = sorted(random.sample(range(len(self.moves)), n), reverse=True)
        moves = [self.moves[i] for i in places]
        for i in places:
            del self.moves[i]
        states, actions, rewards, next_states, over = zip(*moves)
        return (
            torch.stack(states),
            torch.tensor(actions),
            torch.tensor(rewards),
            torch.stack(next_states),
            torch.tensor(over),
        )
