"""Images with captions of their own: rows, styles, parts that are the same for every run."""

import pytest
import torch

from gradatim.data.multimodal.caption_set import divide
from gradatim.errors import UserError
from tests.data.multimodal.test_styled import drawings


def test_rows_keep_their_names_captions_and_styles():
    part = drawings(20, ("ink", "oil")).subset(torch.tensor([3, 7]))
    assert part.names["fr"] == ("chose 3", "chose 7")
    assert part.captions[1] == ("thing 7", "chose 7")
    assert part.images.flatten().tolist() == [3, 7, 23, 27]
    assert part.in_style("oil").images.flatten().tolist() == [23, 27]


def test_every_image_is_in_one_part_and_in_the_same_one_again():
    parts = divide(drawings(50, ("ink",)))
    assert [len(part) for part in parts] == [36, 4, 10]
    names = [name for part in parts for name in part.names["en"]]
    assert sorted(names) == sorted(f"thing {i}" for i in range(50))
    again = divide(drawings(50, ("ink",)))
    assert [p.fingerprint() for p in parts] == [p.fingerprint() for p in again]
    with pytest.raises(UserError, match="give at least 10"):
        divide(drawings(9, ("ink",)))
