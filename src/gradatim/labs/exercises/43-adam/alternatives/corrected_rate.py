import math


class Adam:
    def __init__(self, parameters, rate, beta1=0.9, beta2=0.999, eps=1e-8):
        self.parameters = [p for p in parameters]
        self.rate, self.betas, self.eps, self.t = rate, (beta1, beta2), eps, 0
        self.m, self.v = {}, {}

    def zero_grad(self):
        [clear(p) for p in self.parameters]

    def step(self):
        self.t = self.t + 1
        b1, b2 = self.betas
        first, second = 1 - b1**self.t, math.sqrt(1 - b2**self.t)
        for i, p in enumerate(self.parameters):
            if p.grad is None:
                continue
            self.m[i] = torch.lerp(p.grad, self.m.get(i, torch.zeros_like(p)), b1)
            self.v[i] = torch.lerp(p.grad.square(), self.v.get(i, torch.zeros_like(p)), b2)
            with torch.no_grad():
                p.addcdiv_(
                    self.m[i], self.v[i].sqrt() / second + self.eps, value=-self.rate / first
                )


def clear(p):
    p.grad = None


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = torch.stack([g.norm() for g in gradients]).norm()
    if norm <= limit:
        return norm.item()
    for g in gradients:
        g /= norm / limit
    return norm.item()


def initialise(model):
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            n = layer.in_features
        elif isinstance(layer, nn.Conv2d):
            n = layer.in_channels * layer.kernel_size[0] * layer.kernel_size[1]
        else:
            continue
        layer.weight.data = torch.randn(layer.weight.shape) * math.sqrt(2 / n)
        if layer.bias is not None:
            layer.bias.data.fill_(0)
