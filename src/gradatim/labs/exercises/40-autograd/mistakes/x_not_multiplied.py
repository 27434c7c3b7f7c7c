"""forward gives sigmoid(x); it is x times that.

fr: forward donne sigmoid(x) ; c'est x fois cela.
"""


class Swish(Swish):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.sigmoid(x)
