"""gather keeps its axis: the result is (B, 1), the last axis must be squeezed away.

fr: gather garde son axe : le résultat est (B, 1), il faut retirer le dernier axe avec squeeze.
"""


def pick(scores, labels):
    return scores.gather(1, labels[:, None])
