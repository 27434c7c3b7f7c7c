class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x / (1 + torch.exp(-x))

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        e = torch.exp(-x)
        return upstream * (1 + e + x * e) / (1 + e) ** 2
