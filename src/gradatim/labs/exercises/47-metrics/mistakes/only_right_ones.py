"""Only the right ones are counted; the matrix is about the wrong ones too.

fr: Seuls les justes sont comptés ; la matrice concerne aussi les faux.
"""


def confusion(predicted, labels, n_classes):
    return torch.diag(torch.bincount(labels[predicted == labels], minlength=n_classes))
