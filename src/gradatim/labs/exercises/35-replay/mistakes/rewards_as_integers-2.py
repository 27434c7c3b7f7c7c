class Replay(Replay):
    def sample(self, n):
        states, actions, rewards, after, over = super().sample(n)
        return states, actions, rewards.long(), after, over
