def ucb(visits, sums, c):
    N, best, found = sum(visits), -1.0, 0
    for i, n in enumerate(visits):
        if n == 0:
            return i
        if sums[i] + c * (math.log(N) / n) ** 0.5 > best:
            best, found = sums[i] + c * (math.log(N) / n) ** 0.5, i
    return found
