"""The gradient is divided by its own size, without the averages m and v.

fr: Le gradient est divisé par sa propre taille, sans les moyennes m et v.
"""


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p in self.parameters:
                if p.grad is not None:
                    p -= self.rate * p.grad / (p.grad.abs() + self.eps)
