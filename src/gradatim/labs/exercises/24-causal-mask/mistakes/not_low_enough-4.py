"""Masked scores get a finite number that is not low enough: the weight must be exactly 0. Use
-inf.

fr: Les scores masqués reçoivent un nombre fini, pas assez bas : le poids doit être exactement
0. Mettez -inf.
"""


def masked_weights(scores, mask):
    return torch.where(mask, scores, scores.min() - 50).softmax(-1)
