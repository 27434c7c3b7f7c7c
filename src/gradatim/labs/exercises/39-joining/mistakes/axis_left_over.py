"""gather keeps the axis of the classes with size 1; squeeze that axis away.

fr: gather garde l'axe des classes, de taille 1 ; retirez-le avec squeeze.
"""


def chosen(scores, labels):
    return scores.gather(2, labels.unsqueeze(2))
