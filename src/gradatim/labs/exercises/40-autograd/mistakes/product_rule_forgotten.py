"""Both factors of x * sigmoid(x) depend on x: the derivative has two terms.

fr: Les deux facteurs de x * sigmoid(x) dépendent de x : la dérivée a deux termes.
"""


class Swish(Swish):
    @staticmethod
    def backward(ctx, upstream):
        return upstream * torch.sigmoid(ctx.saved_tensors[0])
