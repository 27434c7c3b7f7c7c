"""Players of PyRat: rules, rollouts, networks.

Here are the names of those that are networks: torch takes seconds to import, and a match of
scripted players does not wait for it.
"""

from typing import TYPE_CHECKING

from gradatim.lazy import lazy_names

if TYPE_CHECKING:
    from gradatim.pyrat.players.champion import champion_network
    from gradatim.pyrat.players.network_player import NetworkPlayer, policy_and_value

__all__ = ["NetworkPlayer", "champion_network", "policy_and_value"]

if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    __getattr__ = lazy_names(
        __name__,
        {
            "NetworkPlayer": "network_player",
            "champion_network": "champion",
            "policy_and_value": "network_player",
        },
    )


def __dir__() -> list[str]:
    return __all__
