"""zeros[:, labels] = 1 marks the labels of all examples in every row.

fr: zeros[:, labels] = 1 marque dans chaque ligne les étiquettes de tous les exemples.
"""


def one_hot(labels, n_classes):
    zeros = torch.zeros(len(labels), n_classes)
    zeros[:, labels] = 1
    return zeros
