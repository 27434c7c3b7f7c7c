"""1 is added at the label; it is to be subtracted.

fr: 1 est ajouté à l'étiquette ; il faut le soustraire.
"""


def cross_entropy_backward(z, labels):
    return (torch.softmax(z, dim=1) + torch.eye(z.shape[1])[labels]) / len(z)
