class Adam:
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        self.ps = list(parameters)
        self.m = {p: 0 for p in self.ps}
        self.v = {p: 0 for p in self.ps}
        self.rate, self.b1, self.b2, self.eps = rate, beta1, beta2, eps

    def zero_grad(self):
        for p in self.ps:
            p.grad = None

    def step(self):
        for p in self.ps:
            if p.grad is not None:
                self.m[p] = self.b1 * self.m[p] + (1 - self.b1) * p.grad
                self.v[p] = self.b2 * self.v[p] + (1 - self.b2) * p.grad * p.grad
                p.data -= self.rate * self.m[p] / (torch.sqrt(self.v[p]) + self.eps)
