"""gather keeps its axis: the result is (B, 1). Remove the last axis with squeeze(1).

fr: gather garde son axe : le résultat est (B, 1). Supprimez le dernier axe avec squeeze(1).
"""


def pick(scores, labels):
    return scores.gather(1, labels[:, None])
