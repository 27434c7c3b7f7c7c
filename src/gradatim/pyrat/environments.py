"""Importing this makes the environments known to Gymnasium: gradatim/PyRat-PRESET-v0.

    import gymnasium
    import gradatim.pyrat.environments

    gymnasium.make("gradatim/PyRat-lab-v0", observation="nearest")       # one game
    gymnasium.make_vec("gradatim/PyRat-lab-v0", 64, opponent="random")   # 64 games at once

Options are those of `gradatim.pyrat.interop.gym_envs.PyRatVector`. Needs `gradatim[env]`.
"""

from gymnasium import register

from gradatim.pyrat.game.presets import PRESETS

CLASSES = "gradatim.pyrat.interop.gym_envs"

for _name in PRESETS:
    register(
        f"gradatim/PyRat-{_name}-v0",
        entry_point=f"{CLASSES}:PyRatEnv",
        vector_entry_point=f"{CLASSES}:PyRatVector",
        kwargs={"preset": _name},
    )
