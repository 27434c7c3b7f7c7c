def descend(slope, place, rate, n):
    points = torch.empty(n + 1, len(place))
    points[0] = place
    for k in range(n):
        points[k + 1] = points[k] + rate * slope(points[k])
    return points
