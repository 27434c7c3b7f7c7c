def center_columns(x):
    return x - x.median(dim=0).values
