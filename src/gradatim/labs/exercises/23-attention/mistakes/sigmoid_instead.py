"""A sigmoid judges each score by itself; with a softmax the weights of a query sum to 1.

fr: Une sigmoïde juge chaque score à part ; avec un softmax, les poids d'une requête ont pour
somme 1.
"""


def weights(q, k):
    return torch.sigmoid(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5)
