"""An axis of size 1 is left over (gather keeps it, for instance): the result is (B, 1). Remove it
with squeeze(1).

fr: Il reste un axe de taille 1 (gather, par exemple, le garde) : le résultat est (B, 1).
Supprimez-le avec squeeze(1).
"""


def pick(scores, labels):
    return scores.gather(1, labels[:, None])
