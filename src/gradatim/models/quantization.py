"""Weights in 8 or 4 bits: a matrix as small whole numbers and a scale for each row, or each group.

w is stored as q = round(w / scale), and comes back as q * scale; the scale is chosen so that the
largest weight of the group just fits. Eight bits lose almost nothing; four bits need small groups,
so that one large weight does not coarsen its neighbors (Dettmers et al. 2022, "LLM.int8()").

Filters (N, I, H, W) are matrices of C = I H W columns.

Shapes: N rows, C columns, G columns of a group.
"""

from collections.abc import Iterable

import torch
from torch import Tensor

from gradatim.errors import UserError

BITS = {".int8": 8, ".int4": 4}
SCALE = ".scale"


def group_scales(weight: Tensor, bits: int, group: int) -> Tensor:
    """The step between two levels for every group of a matrix: (N, C) -> (N, C / G), float16."""
    largest = weight.unflatten(1, (-1, group)).abs().amax(2)  # (N, C / G)
    # Half precision: the scales of groups of 16 would otherwise be as much as half of the codes.
    return (largest / (2 ** (bits - 1) - 1)).clamp(min=1e-7).half()


def to_levels(weight: Tensor, scales: Tensor, bits: int) -> Tensor:
    """The whole number of every weight, int8 (N, C), between -(2^(bits-1) - 1) and the same."""
    group = weight.shape[1] // scales.shape[1]
    top = 2 ** (bits - 1) - 1
    steps = scales.float().repeat_interleave(group, dim=1)  # (N, C)
    # Symmetric about 0 (-127 to 127, without -128): 0 is stored exactly, and w and -w alike.
    return (weight / steps).round().clamp(-top, top).to(torch.int8)


def from_levels(levels: Tensor, scales: Tensor) -> Tensor:
    """Levels (N, C) and scales (N, C / G) -> weights (N, C), float32."""
    group = levels.shape[1] // scales.shape[1]
    return levels.float() * scales.float().repeat_interleave(group, dim=1)


def pack_nibbles(levels: Tensor) -> Tensor:
    """Two levels of four bits in one byte: int8 (N, I, ...) -> uint8 (N, I / 2, ...)."""
    # Bytes have no sign: the shift makes it disappear before two levels are laid side by side.
    shifted = (levels + 8).to(torch.uint8)  # -7..7 -> 1..15
    return shifted[:, 0::2] | (shifted[:, 1::2] << 4)


def unpack_nibbles(packed: Tensor) -> Tensor:
    """uint8 (N, I / 2, ...) -> int8 (N, I, ...)."""
    pair = torch.stack((packed & 15, packed >> 4), dim=2)  # (N, I / 2, 2, ...)
    return pair.flatten(1, 2).to(torch.int8) - 8


def is_matrix(tensor: Tensor) -> bool:
    """Whether a tensor is packed: a matrix or filters, not a vector or a table of one row."""
    return tensor.ndim >= 2 and len(tensor) > 1 and tensor.is_floating_point()


def width_of(weight: Tensor, group: int | None) -> int:
    """The columns that share a scale in a matrix (N, C): `group`, or all if it does not divide."""
    width = weight.shape[1]
    return group if group and width % group == 0 else width


def pack(state: dict[str, Tensor], bits: int, group: int | None = None) -> dict[str, Tensor]:
    """Replace every matrix of a model's state by its levels and scales.

    Args:
        state: tensors by name; those that are not matrices (norms, biases) stay as they are, and in
            4 bits those of an odd number of inputs (the three colors of an image).
        bits: 8 or 4.
        group: G; None for whole rows. Matrices whose width it does not divide use whole rows.

    Returns:
        `name.int8` or `name.int4`, and `name.scale`, in place of each matrix.

    Raises:
        UserError: another number of bits.
    """
    if bits not in BITS.values():
        raise UserError(f"bits is {bits}: give 8 or 4.")
    ending = f".int{bits}"
    packed = {}
    for name, tensor in state.items():
        # Norms and biases are few, and an error in one of them reaches every output.
        if not is_matrix(tensor) or (bits == 4 and tensor.shape[1] % 2):
            packed[name] = tensor
            continue
        flat = tensor.flatten(1)  # (N, C)
        scales = group_scales(flat, bits, width_of(flat, group))
        levels = to_levels(flat, scales, bits).view_as(tensor)
        packed[name + ending] = pack_nibbles(levels) if bits == 4 else levels
        packed[name + SCALE] = scales
    return packed


def is_packed(names: Iterable[str]) -> bool:
    """Whether some of the tensors of these names are levels of matrices."""
    return any(name.endswith(tuple(BITS)) for name in names)


def unpack(packed: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bring back the matrices of `pack`, as float32."""
    state = {}
    for name, tensor in packed.items():
        base, dot, ending = name.rpartition(".")
        if dot + ending in BITS and base + SCALE in packed:
            levels = unpack_nibbles(tensor) if ending == "int4" else tensor
            flat = from_levels(levels.flatten(1), packed[base + SCALE])
            state[base] = flat.view_as(levels)
        elif not (dot + ending == SCALE and any(base + e in packed for e in BITS)):
            state[name] = tensor
    return state


def unpacked_shapes(shapes: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The shapes that the tensors of `unpack` will have, from those of the packed ones."""
    unpacked: dict[str, tuple[int, ...]] = {}
    for name, shape in shapes.items():
        base, dot, ending = name.rpartition(".")
        if dot + ending in BITS and base + SCALE in shapes:
            rows, columns, *rest = shape
            unpacked[base] = (rows, 2 * columns if ending == "int4" else columns, *rest)
        elif not (dot + ending == SCALE and any(base + e in shapes for e in BITS)):
            unpacked[name] = shape
    return unpacked
