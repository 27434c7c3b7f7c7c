def epsilon_at(step, start, end, n):
    slope = (start - end) / n
    return start - slope * step
