"""A parameter without gradient has p.grad None; leave it out.

fr: Un paramètre sans gradient a p.grad à None ; laissez-le de côté.
"""


class Adam(Adam):
    def step(self):
        self.t += 1
        with torch.no_grad():
            for p, m, v in zip(self.parameters, self.means, self.squares):
                m.mul_(self.beta1).add_(p.grad * (1 - self.beta1))
                v.mul_(self.beta2).add_(p.grad**2 * (1 - self.beta2))
