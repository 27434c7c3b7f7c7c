"""backward returns the derivative alone; multiply it by what comes from above.

fr: backward renvoie la dérivée seule ; multipliez-la par ce qui vient d'en haut.
"""


class Swish(Swish):
    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return s + x * s * (1 - s)
