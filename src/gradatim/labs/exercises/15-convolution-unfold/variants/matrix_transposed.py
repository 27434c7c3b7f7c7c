def as_matrix(kernel, n):
    m = torch.zeros(n, n - len(kernel) + 1)
    for place in range(m.shape[1]):
        for j, value in enumerate(kernel):
            m[place + j, place] = value
    return m
