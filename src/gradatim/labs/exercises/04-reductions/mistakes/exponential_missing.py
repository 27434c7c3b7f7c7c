"""The scores are divided by their sum without exp: what is smallest gets nothing.

fr: Les scores sont divisés par leur somme sans exp : le plus petit ne reçoit rien.
"""


def softmax(logits):
    above = logits - logits.amin(dim=1, keepdim=True)
    return above / above.sum(dim=1, keepdim=True)
