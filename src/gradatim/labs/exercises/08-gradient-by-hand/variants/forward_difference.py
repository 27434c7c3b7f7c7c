def central_difference(f, w, h):
    here = f(w)
    slopes = []
    for i in range(len(w)):
        moved = w.clone()
        moved[i] += h
        slopes.append((f(moved) - here) / h)
    return torch.stack(slopes)
