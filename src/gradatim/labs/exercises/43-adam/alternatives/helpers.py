class Adam:
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        self.slots = [(p, torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]
        self.rate, self.beta1, self.beta2, self.eps = rate, beta1, beta2, eps
        self.powers = 1.0, 1.0

    def zero_grad(self):
        for p, _, _ in self.slots:
            p.grad = None

    def step(self):
        self.powers = self.powers[0] * self.beta1, self.powers[1] * self.beta2
        with torch.no_grad():
            for slot in self.slots:
                if slot[0].grad is not None:
                    self.move(*slot)

    def move(self, p, m, v):
        m += (1 - self.beta1) * (p.grad - m)
        v += (1 - self.beta2) * (p.grad**2 - v)
        scale = (v / (1 - self.powers[1])).sqrt() + self.eps
        p.copy_(p - self.rate * (m / (1 - self.powers[0])) / scale)


def clip(parameters, limit):
    gradients = []
    total = 0.0
    for p in parameters:
        if p.grad is not None:
            gradients.append(p.grad)
            total += float((p.grad * p.grad).sum())
    norm = total**0.5
    factor = limit / norm if norm > limit else 1.0
    for g in gradients:
        g.copy_(factor * g)
    return norm


def initialise(model):
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.Linear | nn.Conv2d):
                n = layer.weight.flatten(1).shape[1]
                layer.weight.copy_(torch.normal(0.0, (2 / n) ** 0.5, layer.weight.shape))
                if layer.bias is not None:
                    layer.bias *= 0
