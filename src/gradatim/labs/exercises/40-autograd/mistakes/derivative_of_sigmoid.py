"""That is the derivative of sigmoid alone, s (1 - s); the factor x is part of the function.

fr: C'est la dérivée de sigmoid seule, s (1 - s) ; le facteur x fait partie de la fonction.
"""


class Swish(Swish):
    @staticmethod
    def backward(ctx, upstream):
        s = torch.sigmoid(ctx.saved_tensors[0])
        return upstream * s * (1 - s)
