"""A missing gradient counts as 0, so p moves on and m and v fade; leave that parameter alone.

fr: Un gradient absent compte pour 0 : p bouge encore, m et v s'effacent ; laissez ce paramètre.
"""


class Adam(Adam):
    def step(self):
        for p in self.parameters:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        super().step()
