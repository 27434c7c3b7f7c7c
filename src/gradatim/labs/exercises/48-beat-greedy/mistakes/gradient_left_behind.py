"""backward() on the weights that are given leaves its gradient in their .grad, and the next call
adds to it: work on a detached copy.

fr: backward() sur les poids reçus laisse son gradient dans leur .grad, et l'appel suivant s'y
ajoute : travaillez sur une copie détachée.
"""


def gradient(weights, features, choice):
    weights.requires_grad_()
    (features @ weights).log_softmax(dim=0)[choice].backward()
    return weights.grad
