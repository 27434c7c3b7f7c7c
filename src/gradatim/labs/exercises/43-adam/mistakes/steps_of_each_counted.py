"""t counts the steps in which a parameter has a gradient; it should count all calls of `step()`.

fr: t compte les pas où un paramètre a un gradient ; il doit compter tous les appels de `step()`.
"""


class Adam(Adam):
    def step(self):
        counts = self.__dict__.setdefault("counts", [0] * len(self.parameters))
        with torch.no_grad():
            for i, (p, m, v) in enumerate(zip(self.parameters, self.means, self.squares)):
                if p.grad is None:
                    continue
                counts[i] += 1
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
                mean = m / (1 - self.beta1 ** counts[i])
                square = v / (1 - self.beta2 ** counts[i])
                p -= self.rate * mean / (square.sqrt() + self.eps)
