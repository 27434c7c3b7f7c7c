def slope(f, x):
    leaf = x.data.clone()
    leaf.requires_grad = True
    return torch.autograd.grad(f(leaf), leaf)[0]


def distance(student, teacher):
    difference = student - teacher.detach()
    return (difference * difference).sum() / difference.numel()


def accumulate(model, batches):
    for p in model.parameters():
        p.grad = None
    sizes = [len(x) for x, _ in batches]
    losses = []
    for (x, y), size in zip(batches, sizes):
        share = size / sum(sizes)
        loss = F.mse_loss(model(x), y)
        loss.mul(share).backward()
        losses.append(share * loss.item())
    return sum(losses)


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return F.silu(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, upstream):
        x = ctx.saved_tensors[0]
        with torch.enable_grad():
            leaf = x.detach().requires_grad_()
            return torch.autograd.grad(leaf * torch.sigmoid(leaf), leaf, upstream)[0]


def gradient_error(f, x, step):
    steps = step * torch.eye(len(x))
    numeric = torch.tensor([float(f(x + e) - f(x - e)) / 2 / step for e in steps])
    return torch.dist(numeric, slope(f, x), p=float("inf")).item()
