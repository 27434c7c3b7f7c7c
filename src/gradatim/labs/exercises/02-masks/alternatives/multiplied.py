def without_negatives(x):
    return x * (x >= 0)  # -0.0 where x was negative
