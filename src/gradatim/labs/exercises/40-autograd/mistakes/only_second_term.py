"""The term of the derivative in which x itself is differentiated, sigmoid(x), is missing.

fr: Il manque à la dérivée le terme où l'on dérive x lui-même, sigmoid(x).
"""


class Swish(Swish):
    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return upstream * x * s * (1 - s)
