"""The windows begin at place 0 of the storage; x may begin later, at x.storage_offset(), where
as_strided begins unless told otherwise.

fr: Les fenêtres commencent à la place 0 du stockage ; x peut commencer plus loin, à
x.storage_offset(), où as_strided commence si on ne lui dit rien.
"""


def windows(x, size):
    step = x.stride(0)
    return x.as_strided((len(x) - size + 1, size), (step, step), 0)
