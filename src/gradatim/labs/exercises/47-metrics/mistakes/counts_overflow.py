"""The counts are kept in bytes, which begin at 0 again after 255; use int64.

fr: Les nombres sont gardés dans des octets, qui repartent de 0 après 255 ; utilisez int64.
"""


def confusion(predicted, labels, n_classes):
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.uint8)
    for guess, label in zip(predicted.tolist(), labels.tolist()):
        matrix[label, guess] += 1
    return matrix.long()
