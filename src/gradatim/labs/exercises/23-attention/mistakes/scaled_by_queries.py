"""The scores are divided by the root of the number of queries; D is the size of the last axis.

fr: Les scores sont divisés par la racine du nombre de requêtes ; D est la taille du dernier axe.
"""


def weights(q, k):
    return torch.softmax(q @ k.transpose(-2, -1) / q.shape[1] ** 0.5, dim=-1)
