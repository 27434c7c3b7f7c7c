"""The plane of a network's training: its path lies in it, and ends at the origin, lower."""

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.views.gradient_descent.network_plane import network_plane
from gradatim.views.gradient_descent.surfaces import REACH


def test_the_path_ends_at_the_origin_below_where_it_began():
    surface, path = network_plane(seed=0)
    assert path.shape == (150, 2)
    assert np.abs(path).max() == pytest.approx(0.9 * REACH, rel=1e-3)
    places = torch.tensor(np.stack([path[0], [0.0, 0.0]]), dtype=torch.float32)
    first, last = surface(places).tolist()
    assert last < 0.5 * first
    assert surface(places[1]).item() == pytest.approx(last, rel=1e-4)


def test_a_network_of_ones_own_is_left_as_it_is_and_nan_is_refused():
    model = nn.Linear(2, 2)
    before = model.weight.clone()
    data = np.random.default_rng(0).normal(size=(40, 2)), np.arange(40) % 2
    network_plane(seed=0, data=data, model=model)
    assert torch.equal(model.weight, before)
    model.weight.data.fill_(torch.nan)
    with pytest.raises(UserError, match="not finite"):
        network_plane(seed=0, data=data, model=model)
