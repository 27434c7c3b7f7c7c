def macro_f1(matrix):
    p, r = precision_recall(matrix)
    p, r = float(p.mean()), float(r.mean())
    return 2 / (1 / p + 1 / r) if p and r else 0.0
