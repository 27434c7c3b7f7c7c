def central_difference(f, w, h):
    slopes = []
    for i in range(len(w)):
        up, down = w.clone(), w.clone()
        up[i] += h
        down[i] -= h
        slopes.append((f(up).item() - f(down).item()) / (2 * h))
    return torch.tensor(slopes, dtype=w.dtype)
