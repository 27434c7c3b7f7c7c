"""The old mean gets the weight 1 - beta and the gradient beta; it is the other way round.

fr: L'ancienne moyenne a le poids 1 - beta et le gradient beta ; c'est l'inverse.
"""


class Adam(Adam):
    def step(self):
        self.t += 1
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                if p.grad is None:
                    continue
                m.mul_(1 - self.beta1).add_(p.grad * self.beta1)
                v.mul_(1 - self.beta2).add_(p.grad**2 * self.beta2)
                mean, square = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
                p -= self.rate * mean / (square.sqrt() + self.eps)
