def output_size(n, k, stride, padding):
    return int((n - k + padding) / stride) + 1
