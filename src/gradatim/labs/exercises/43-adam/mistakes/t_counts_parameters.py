"""t is raised once per parameter; count it once per step.

fr: t augmente une fois par paramètre ; comptez-le une fois par pas.
"""


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                if p.grad is None:
                    continue
                self.t += 1
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
                mean, square = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
                p -= self.rate * mean / (square.sqrt() + self.eps)
