"""The result of update is not kept: w and b stay at 0.

fr: Le résultat de update n'est pas gardé : w et b restent à 0.
"""


def train(x, y, epochs, rate):
    return torch.zeros(x.shape[1]), 0.0
