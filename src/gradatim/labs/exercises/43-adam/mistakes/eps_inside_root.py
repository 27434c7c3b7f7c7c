"""eps is added under the root; it is added to the root.

fr: eps est ajouté sous la racine ; il s'ajoute à la racine.
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
                p -= self.rate * mean / (square + self.eps).sqrt()
