"""The step is divided by v itself instead of its root.

fr: Le pas est divisé par v lui-même au lieu de sa racine.
"""


class Adam(Adam):
    def step(self):
        self.t += 1
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                if p.grad is None:
                    continue
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
                mean, square = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
                p -= self.rate * mean / (square + self.eps)
