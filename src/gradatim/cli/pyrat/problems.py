"""What went wrong in players from files, said below the results of every command that plays."""

from rich.console import Console

from gradatim.printing import escaped
from gradatim.pyrat.matches.player_specs import Contestant


def show_problems(*players: Contestant) -> None:
    """Say how players from files first failed, if any did: later errors often follow from it."""
    console = Console(emoji=False, highlight=False)
    for player in players:
        if player.external and player.external.first_error:
            problem = escaped(player.external.first_error)
            console.print(f"[yellow]{escaped(player.name)}[/] first failed with: {problem}")
