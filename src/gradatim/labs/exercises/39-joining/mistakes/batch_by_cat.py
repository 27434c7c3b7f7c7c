"""cat joins along an axis that exists, here the channels; stack makes a new one.

fr: cat joint le long d'un axe qui existe, ici les canaux ; stack en crée un nouveau.
"""


def as_batch(images):
    return torch.cat(images)
