"""The label itself is written at its place; write 1.

fr: C'est l'étiquette qui est écrite à sa place ; écrivez 1.
"""


def one_hot(labels, n_classes):
    zeros = torch.zeros(len(labels), n_classes)
    return zeros.scatter_(1, labels[:, None], labels[:, None].float())
