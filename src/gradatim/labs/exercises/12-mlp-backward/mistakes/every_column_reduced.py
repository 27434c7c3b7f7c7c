"""1 is subtracted in whole columns, as p[:, labels] -= 1 does; subtract it at [row, label] only.

fr: 1 est soustrait dans des colonnes entières, comme le fait p[:, labels] -= 1 ; soustrayez-le
seulement en [ligne, étiquette].
"""


def cross_entropy_backward(z, labels):
    d = torch.softmax(z, dim=1)
    d[:, labels] -= 1
    return d / len(z)
