def slope(f, x):
    with torch.enable_grad():
        copy = torch.tensor(x.tolist(), requires_grad=True)
        f(copy).backward()
    return copy.grad.detach()


def distance(student, teacher):
    return torch.mean(torch.square(student - teacher.data))


def accumulate(model, batches):
    model.zero_grad(set_to_none=True)
    n = 0
    loss_sum = 0.0
    for x, y in batches:
        squared = (model(x) - y).square().sum()
        squared.backward()
        loss_sum += squared.item()
        n += y.numel()
    for p in model.parameters():
        p.grad /= n
    return loss_sum / n


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, inputs):
        ctx.save_for_backward(inputs)
        return inputs * inputs.sigmoid()

    @staticmethod
    def backward(ctx, above):
        inputs = ctx.saved_tensors[0]
        s = inputs.sigmoid()
        inner = 1 + inputs * (1 - s)
        return above * s * inner


def gradient_error(f, x, step):
    numeric = torch.zeros(len(x))
    with torch.no_grad():
        for i in range(len(x)):
            up = x.clone()
            up[i] = up[i] + step
            down = x.clone()
            down[i] = down[i] - step
            numeric[i] = (f(up) - f(down)) / (step * 2)
    return float(torch.max(torch.abs(slope(f, x) - numeric)))
