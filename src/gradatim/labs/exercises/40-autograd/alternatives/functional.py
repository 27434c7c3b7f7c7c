def slope(f, x):
    return torch.func.grad(f)(x.detach())


def distance(student, teacher):
    with torch.no_grad():
        target = teacher.clone()
    return F.mse_loss(student, target)


def accumulate(model, batches):
    parameters = list(model.parameters())
    count = sum(x.size(0) for x, y in batches)
    loss_sum = 0
    gradients = [torch.zeros_like(p) for p in parameters]
    for x, y in batches:
        loss = F.mse_loss(model(x), y, reduction="sum")
        for total, g in zip(gradients, torch.autograd.grad(loss, parameters)):
            total += g
        loss_sum += float(loss)
    for p, g in zip(parameters, gradients):
        p.grad = g / count
    return loss_sum / count


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.save_for_backward(s, x * s)
        return x * s

    @staticmethod
    def backward(ctx, upstream):
        s, y = ctx.saved_tensors
        return (y + s * (1 - y)) * upstream


def gradient_error(f, x, step):
    worst = 0.0
    exact = slope(f, x)
    for i in range(len(x)):
        e = torch.zeros_like(x)
        e[i] = step
        numeric = (f(x + e).item() - f(x - e).item()) / (2 * step)
        worst = max(worst, abs(numeric - exact[i].item()))
    return worst
