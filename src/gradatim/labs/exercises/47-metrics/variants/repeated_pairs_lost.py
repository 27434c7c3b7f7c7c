def confusion(predicted, labels, n_classes):
    matrix = torch.zeros((n_classes, n_classes), dtype=torch.long)
    matrix[labels, predicted] = matrix[labels, predicted] + 1
    return matrix
