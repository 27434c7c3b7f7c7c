"""One sum for the whole table: all numbers together sum to 1 instead of each row.

fr: Une seule somme pour tout le tableau : c'est l'ensemble qui a pour somme 1, et non chaque ligne.
"""


def softmax(logits):
    exponentials = (logits - logits.max()).exp()
    return exponentials / exponentials.sum()
