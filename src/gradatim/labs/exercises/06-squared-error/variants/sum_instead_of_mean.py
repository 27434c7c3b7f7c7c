def squared_error(guess, truth):
    gap = (guess - truth).flatten()
    return gap @ gap
