import numpy as np


def confusion(predicted, labels, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(matrix, (labels.numpy(), predicted.numpy()), 1)
    return torch.from_numpy(matrix)


def precision_recall(matrix):
    right = matrix.diagonal().double()
    columns, rows = matrix.sum(0), matrix.sum(1)
    precision = torch.where(columns > 0, right / columns, 0.0)
    recall = torch.where(rows > 0, right / rows, 0.0)
    return precision.float(), recall.float()


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    return float((2 * precision * recall / (precision + recall + 1e-12)).mean())


def threshold(scores, ill, recall):
    k = int(torch.ceil(torch.tensor(recall, dtype=torch.float64) * ill.sum()))
    return torch.topk(scores[ill], k).values[-1].item()
