"""The result holds integers or booleans; float32 is asked for.

fr: Le résultat contient des entiers ou des booléens ; il faut float32.
"""


def one_hot(labels, n_classes):
    return (labels[:, None] == torch.arange(n_classes)).long()
