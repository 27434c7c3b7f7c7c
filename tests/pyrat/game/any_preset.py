"""Settings of a game that hypothesis draws: every size, generator, mud and start."""

import numpy as np
from hypothesis import strategies as st

from gradatim.pyrat.game.generators import GENERATORS
from gradatim.pyrat.game.presets import NAMED_STARTS, Preset

percent = st.sampled_from([0.0, 100.0]) | st.floats(0, 100)


@st.composite
def any_preset(draw, largest=14):
    width, height = draw(st.integers(2, largest)), draw(st.integers(2, largest))
    least = np.ceil(300 / (width * height))  # three cells: two players and one piece of cheese
    cells = draw(st.just(100.0) | st.floats(min(least, 100), 100))
    n_cells = int(width * height * cells / 100)
    low = draw(st.integers(2, 4))
    return Preset(
        width=width,
        height=height,
        cells=cells,
        walls=draw(percent),
        mud=draw(percent),
        mud_range=(low, draw(st.integers(low, 9))),
        generator=draw(st.sampled_from(sorted(GENERATORS))),
        cheese=draw(st.integers(1, max(1, n_cells - 2))),
        starts=(
            draw(st.sampled_from([name for name in NAMED_STARTS if name != "same"])),
            draw(st.sampled_from(NAMED_STARTS)),
        ),
    )
