class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x = x
        return x / (1 + torch.exp(-x))

    @staticmethod
    def backward(ctx, upstream):
        s = 1 / (1 + torch.exp(-ctx.x))
        return s * (1 + ctx.x * (1 - s))
