"""forward and backward of a Function are static methods: put @staticmethod above each.

fr: forward et backward d'une Function sont des méthodes statiques : mettez @staticmethod au-dessus.
"""


class Swish(torch.autograd.Function):
    def forward(self, ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    def backward(self, ctx, upstream):
        return upstream
