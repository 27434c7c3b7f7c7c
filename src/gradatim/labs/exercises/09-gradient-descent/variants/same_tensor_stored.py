def descend(slope, place, rate, n):
    points = [place]
    for _ in range(n):
        place.sub_(rate * slope(place))
        points += [place]
    return torch.stack(points)
