"""A tokenizer that fails is named, with the text at which it failed."""

import pytest
from tokenizers import Tokenizer, models

from gradatim.encoding import encoded, encoded_batch
from gradatim.errors import UserError

# It names a token for unknown words that it does not have.
INCOMPLETE = Tokenizer(models.WordPiece({"a": 0}, unk_token="[UNK]"))


def test_a_tokenizer_that_lacks_its_unknown_token_is_named() -> None:
    assert encoded(INCOMPLETE, "a").ids == [0]
    with pytest.raises(UserError, match=r"cannot cut 'zebra'.*damaged or incomplete"):
        encoded(INCOMPLETE, "zebra")


def test_of_many_texts_the_one_that_cannot_be_cut_is_named() -> None:
    assert [e.ids for e in encoded_batch(INCOMPLETE, ["a", "a"])] == [[0], [0]]
    with pytest.raises(UserError, match="cannot cut 'zebra'"):
        encoded_batch(INCOMPLETE, ["a", "zebra", "a"])
