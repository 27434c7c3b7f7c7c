"""`gradatim draw`: images from words.

What it does is in `gradatim.recipes.multimodal`.
"""

from pathlib import Path

from rich.console import Console

from gradatim.insight.image_sheet import write_sheet
from gradatim.printing import shown
from gradatim.recipes.multimodal.drawing import draw_prompt


def draw_(
    run: Path,
    prompt: str,
    *,
    n: int = 16,
    guidance: float = 2.0,
    seed: int = 0,
    out: Path = Path("drawing.png"),
) -> None:
    """Draw images from words.

    Args:
        run: run folder of mnist-dalle, fashion-dalle or mnist-pairs-dalle
        prompt: what to draw, in English or French; "" for anything
        n: number of images, 1 to 400
        guidance: weight of the words; 1 as learned, 0 none, above 1 more literal and less varied
        seed: seed of the draws; the same seed gives the same images
        out: PNG file of the sheet of images
    """
    images, note = draw_prompt(run, prompt, n, guidance=guidance, seed=seed)
    console = Console(highlight=False)
    if note:
        console.print(f"[yellow]note:[/] {shown(note)}")
    console.print(f"Images: [bold]{shown(write_sheet(images, out))}[/]", soft_wrap=True)
