"""The mask itself, 0 or 1, is added to the scores; hidden places need minus infinity.

fr: Le masque lui-même, 0 ou 1, est ajouté aux scores ; il faut moins l'infini aux places
cachées.
"""


def masked_weights(scores, mask):
    return (scores + mask).softmax(-1)
