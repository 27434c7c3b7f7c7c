"""gather wants an index with as many axes as the scores: labels.unsqueeze(2).

fr: gather veut un indice qui a autant d'axes que les scores : labels.unsqueeze(2).
"""


def chosen(scores, labels):
    return scores.gather(2, labels)
