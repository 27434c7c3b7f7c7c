"""m is divided by 1 - beta1^t but v not by 1 - beta2^t, so the first steps are too large.

fr: m est divisé par 1 - beta1^t mais v ne l'est pas par 1 - beta2^t : les premiers pas sont trop
grands.
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
                p -= self.rate * m / (1 - self.beta1**self.t) / (v.sqrt() + self.eps)
