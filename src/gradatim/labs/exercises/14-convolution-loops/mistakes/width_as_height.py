"""The width of the kernel is taken as its height too; a kernel need not be square.

fr: La largeur du noyau sert aussi de hauteur ; un noyau n'est pas forcément carré.
"""


def convolution(x, weight, bias, stride, padding):
    B, c_in, H, W = x.shape
    k, rows = weight.shape[-1], min(weight.shape[-2:])
    padded = torch.zeros(B, c_in, H + 2 * padding, W + 2 * padding)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    n_rows, n_columns = (output_size(n, k, stride, padding) for n in (H, W))
    out = torch.zeros(B, len(weight), n_rows, n_columns)
    for i in range(n_rows):
        for j in range(n_columns):
            top, left = i * stride, j * stride
            window = padded[:, None, :, top : top + rows, left : left + k]
            out[:, :, i, j] = (window * weight[:, :, :rows]).sum((2, 3, 4)) + bias
    return out
