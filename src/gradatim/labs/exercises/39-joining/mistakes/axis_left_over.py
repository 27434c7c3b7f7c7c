"""The axis of the classes is left with size 1, as gather keeps it; take it away with squeeze(2).

fr: L'axe des classes reste, de taille 1, comme gather le garde ; retirez-le avec squeeze(2).
"""


def chosen(scores, labels):
    return scores.gather(2, labels.unsqueeze(2))
