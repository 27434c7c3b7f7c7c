def pick(table, columns):
    chosen = []
    for c in columns.tolist():
        chosen.append(table[c % table.shape[0]])
    return torch.stack(chosen)
