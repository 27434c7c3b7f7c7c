"""m and v are not divided by 1 - beta^t: as they start at 0, they are too small at first.

fr: m et v ne sont pas divisés par 1 - beta^t : partis de 0, ils sont d'abord trop petits.
"""


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                if p.grad is None:
                    continue
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
                p -= self.rate * m / (v.sqrt() + self.eps)
