def confusion(predicted, labels, n_classes):
    rows = torch.nn.functional.one_hot(labels, n_classes)
    return rows.T @ torch.nn.functional.one_hot(predicted, n_classes)


def precision_recall(matrix):
    m = matrix.float()
    precision = torch.diag(m) / m.sum(0)
    recall = torch.diag(m) / m.sum(1)
    return torch.nan_to_num(precision), torch.nan_to_num(recall)


def macro_f1(matrix):
    m = matrix.float()
    both = m.sum(0) + m.sum(1)
    return (2 * m.diag() / both.clamp(min=1)).mean().item()


def threshold(scores, ill, recall):
    ordered, places = scores.sort(descending=True, stable=True)
    reached = ill[places].cumsum(0) / ill.sum()
    return ordered[(reached >= recall).nonzero()[0]].item()
