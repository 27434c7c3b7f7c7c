def softmax(scores):
    rows = []
    for row in scores:
        e = torch.exp(row)
        rows.append(e / torch.sum(e))
    return torch.stack(rows)
