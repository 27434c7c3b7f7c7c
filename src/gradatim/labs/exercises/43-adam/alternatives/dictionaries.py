class Adam:
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        self.state = {p: {"m": 0.0, "v": 0.0} for p in parameters}
        self.settings = rate, beta1, beta2, eps
        self.steps = 0

    def zero_grad(self):
        for p in self.state:
            if p.grad is not None:
                p.grad.zero_()

    def step(self):
        rate, b1, b2, eps = self.settings
        self.steps += 1
        for p, s in self.state.items():
            g = p.grad
            if g is not None:
                s["m"] = b1 * s["m"] + (1 - b1) * g
                s["v"] = b2 * s["v"] + (1 - b2) * g * g
                m, v = s["m"] / (1 - b1**self.steps), s["v"] / (1 - b2**self.steps)
                p.data = p.data - rate * m / (v**0.5 + eps)


def clip(parameters, limit):
    parameters = [p for p in parameters if p.grad is not None]
    flat = torch.cat([p.grad.flatten() for p in parameters])
    norm = torch.linalg.norm(flat)
    for p in parameters:
        p.grad *= torch.clamp(limit / norm, max=1.0)
    return norm


def initialise(model):
    def one(layer):
        if type(layer) in (nn.Linear, nn.Conv2d):
            n = layer.weight.numel() // layer.weight.shape[0]
            nn.init.normal_(layer.weight, mean=0.0, std=(2 / n) ** 0.5)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)

    model.apply(one)
