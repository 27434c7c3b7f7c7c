def split_heads(x, n_heads):
    B, T, C = x.shape
    return x.view(B, n_heads, T, C // n_heads)
