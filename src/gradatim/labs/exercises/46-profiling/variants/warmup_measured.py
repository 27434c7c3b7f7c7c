def median_time(function, clock, warmup, repeats):
    times = []
    for k in range(warmup + repeats):
        before = clock()
        function()
        after = clock()
        times.append(after - before)
    times.sort()
    return (times[len(times) // 2] + times[(len(times) - 1) // 2]) / 2
