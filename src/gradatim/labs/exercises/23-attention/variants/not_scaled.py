def weights(queries, keys):
    return torch.einsum("btd,bsd->bts", queries, keys).softmax(2)
