def confusion(predicted, labels, n_classes):
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for p, y in zip(predicted, labels):
        matrix[y, p] += 1
    return matrix


def precision_recall(matrix):
    precision, recall = torch.zeros(len(matrix)), torch.zeros(len(matrix))
    for c in range(len(matrix)):
        predicted, real = matrix[:, c].sum(), matrix[c].sum()
        if predicted > 0:
            precision[c] = matrix[c, c] / predicted
        if real > 0:
            recall[c] = matrix[c, c] / real
    return precision, recall


def macro_f1(matrix):
    values = []
    for p, r in zip(*precision_recall(matrix)):
        values.append(0.0 if p + r == 0 else (2 * p * r / (p + r)).item())
    return sum(values) / len(values)


def threshold(scores, ill, recall):
    for candidate in sorted(set(scores.tolist()), reverse=True):
        called = scores >= candidate
        if (called & ill).sum() / ill.sum() >= recall:
            return candidate
