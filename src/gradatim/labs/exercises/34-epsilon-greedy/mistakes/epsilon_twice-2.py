_right = choose


def choose(q, legal, epsilon):
    return _right(q, legal, epsilon / 2)
