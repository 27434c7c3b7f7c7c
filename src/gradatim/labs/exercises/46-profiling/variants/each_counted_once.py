def operations(function, x):
    counts = {}
    with torch.profiler.profile() as p:
        function(x)
    for event in p.events():
        counts[event.name] = 1
    return counts
