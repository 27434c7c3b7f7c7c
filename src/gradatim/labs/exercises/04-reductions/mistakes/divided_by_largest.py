"""The exponentials are divided by the largest one; divide by their sum.

fr: Les exponentielles sont divisées par la plus grande ; divisez par leur somme.
"""


def softmax(logits):
    e = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    return e / e.amax(dim=1, keepdim=True)
