"""The correction divides by 1 - beta at every step; it is 1 - beta^t, which comes close to 1.

fr: La correction divise par 1 - beta à chaque pas ; c'est 1 - beta^t, qui s'approche de 1.
"""


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                if p.grad is None:
                    continue
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
                mean, square = m / (1 - self.beta1), v / (1 - self.beta2)
                p -= self.rate * mean / (square.sqrt() + self.eps)
