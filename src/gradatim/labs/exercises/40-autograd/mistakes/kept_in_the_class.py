"""What backward needs is kept in the class or in a global variable, where the next call overwrites
it: keep it in ctx.

fr: Ce dont backward a besoin est gardé dans la classe ou dans une variable globale, où l'appel
suivant l'écrase : gardez-le dans ctx.
"""


class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        Swish.x = x
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, upstream):
        s = torch.sigmoid(Swish.x)
        return upstream * (s + Swish.x * s * (1 - s))
