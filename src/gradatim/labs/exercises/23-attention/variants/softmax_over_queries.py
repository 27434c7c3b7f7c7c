def weights(queries, keys):
    scores = torch.bmm(queries, keys.mT) / torch.tensor(queries.shape[2]).sqrt()
    e = torch.exp(scores - scores.amax(1, keepdim=True))
    return e / e.sum(1, keepdim=True)
