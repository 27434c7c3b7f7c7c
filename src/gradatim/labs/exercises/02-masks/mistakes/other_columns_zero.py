"""The score of the label is kept in its row among zeros: sum over the classes, or index.

fr: Le score de l'étiquette reste dans sa ligne parmi des zéros : sommez sur les classes, ou
indexez.
"""


def pick(scores, labels):
    return scores * torch.eye(scores.shape[1])[labels]
