_right = convolution


def convolution(x, weight, bias, stride, padding):
    y = _right(x, weight, bias, 1, padding)
    rows = output_size(x.shape[2], weight.shape[2], stride, padding)
    columns = output_size(x.shape[3], weight.shape[3], stride, padding)
    return y[:, :, :, ::stride][:, :, :rows, :columns]
