"""That is plain gradient descent: rate times gradient.

fr: C'est la simple descente de gradient : rate fois le gradient.
"""


class Adam(Adam):
    def step(self):
        with torch.no_grad():
            for p in self.parameters:
                if p.grad is not None:
                    p -= self.rate * p.grad
