"""A parameter is changed in place while autograd watches: do it under torch.no_grad().

fr: Un paramètre est modifié sur place sous les yeux d'autograd : faites-le sous torch.no_grad().
"""


class Adam(Adam):
    def step(self):
        for p in self.parameters:
            if p.grad is not None:
                p -= self.rate * p.grad
