class Replay(Replay):
    def sample(self, n):
        picked = [random.choice(self.moves) for _ in range(n)]
        s, a, r, t, o = map(list, zip(*picked))
        return (
            torch.stack(s),
            torch.tensor(a)[:, None],
            torch.tensor(r)[:, None],
            torch.stack(t),
            torch.tensor(o)[:, None],
        )
