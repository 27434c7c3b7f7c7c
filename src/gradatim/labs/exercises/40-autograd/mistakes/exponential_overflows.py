"""The exponential of a large x overflows; torch.sigmoid does not.

fr: L'exponentielle d'un grand x déborde ; torch.sigmoid ne déborde pas.
"""


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x.exp() / (1 + x.exp())

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return upstream * (s + x * s * (1 - s))
