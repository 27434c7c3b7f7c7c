"""The scores themselves are divided by their sum, without exp.

fr: Les scores eux-mêmes sont divisés par leur somme, sans exp.
"""


def softmax(logits):
    return logits / logits.sum(dim=1, keepdim=True)
