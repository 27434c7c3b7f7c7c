def totals(values, groups, n):
    out = torch.zeros(n)
    out[groups] = out[groups] + values
    return out
