"""The index runs along the axis of places; the classes are the last axis, dim=2.

fr: L'indice parcourt l'axe des places ; les classes sont le dernier axe, dim=2.
"""


def chosen(scores, labels):
    return scores.transpose(1, 2).reshape(scores.shape).gather(2, labels.unsqueeze(2)).squeeze(2)
