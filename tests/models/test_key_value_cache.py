"""The key-value cache: rows that a beam search keeps, its end, and its number format.

That layers compute the same with it is tested in test_attention.py and with every language model.
"""

import pytest
import torch

from gradatim.models.key_value_cache import KeyValueCache, make_caches


def test_cache_keeps_the_chosen_rows_and_refuses_to_overflow():
    cache = KeyValueCache(2, 1, 3, 1)
    cache.extend(torch.tensor([1.0, 2.0]).view(2, 1, 1, 1), torch.zeros(2, 1, 1, 1))
    cache.select(torch.tensor([1, 1, 0]))
    keys, _ = cache.extend(torch.zeros(3, 1, 1, 1), torch.zeros(3, 1, 1, 1))
    assert keys[:, 0, 0, 0].tolist() == [2, 2, 1]
    with pytest.raises(ValueError, match="holds 3 places, 4 are needed"):
        cache.extend(torch.zeros(3, 1, 2, 1), torch.zeros(3, 1, 2, 1))


def test_caches_are_of_the_kind_of_a_weight():
    caches = make_caches(3, 2, 4, 9, 5, like=torch.zeros(1, dtype=torch.bfloat16))
    assert [cache.keys.dtype for cache in caches] == 3 * [torch.bfloat16]
    assert caches[0].values.shape == (2, 4, 9, 5)
