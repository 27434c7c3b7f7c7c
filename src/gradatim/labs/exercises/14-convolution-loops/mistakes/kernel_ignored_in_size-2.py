def output_size(n, k, stride, padding):
    return (n + 2 * padding - 1) // stride + 1
