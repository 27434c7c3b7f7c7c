"""cross_entropy expects the classes on axis 1, here they are on the last one: flatten B and T
first.

fr: cross_entropy attend les classes sur l'axe 1, ici elles sont sur le dernier : aplatissez B
et T.
"""


def loss(logits, targets):
    return F.cross_entropy(logits, targets)
