"""The sigmoids of the scores are divided by their sum; the softmax takes exponentials.

fr: Les sigmoïdes des scores sont divisées par leur somme ; le softmax prend des exponentielles.
"""


def probabilities(weights, features):
    found = torch.sigmoid(features @ weights)
    return found / found.sum()
