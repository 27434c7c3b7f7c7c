"""The softmax runs over all positions and is masked and divided afterwards: where a hidden score
is far above the others, the allowed weights are all 0 by then. Mask the scores first.

fr: Le softmax porte sur toutes les positions, puis il est masqué et divisé : là où un score caché
dépasse de loin les autres, les poids permis valent alors tous 0. Masquez d'abord les scores.
"""


def masked_weights(scores, mask):
    p = torch.softmax(scores, dim=-1) * mask
    return p / p.sum(-1, keepdim=True)
