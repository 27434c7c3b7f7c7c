def column_or_row(guess, truth):
    total = 0.0
    for g in guess[:, 0]:
        for t in truth:
            total = total + (g - t) ** 2
    return total / (len(guess) * len(truth))
