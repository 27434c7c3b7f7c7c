def descend(slope, place, rate, n):
    points = torch.empty(n, len(place))
    for k in range(n):
        place = place - rate * slope(place)
        points[k] = place
    return points
