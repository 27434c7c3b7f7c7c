def precision_recall(matrix):
    precision, recall = [], []
    for c in range(matrix.shape[0]):
        right = matrix[c, c].item()
        precision.append(right / max(matrix[c].sum().item(), 1))
        recall.append(right / max(matrix[:, c].sum().item(), 1))
    return torch.tensor(precision), torch.tensor(recall)
