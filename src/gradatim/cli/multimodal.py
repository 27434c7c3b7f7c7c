"""`gradatim draw, caption, match`: images from words, words about images.

What they do is in `gradatim.recipes.multimodal`.
"""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from gradatim.cli.outputs import new_image
from gradatim.cli.sentences import read_text
from gradatim.data.multimodal.scenes import written
from gradatim.errors import UserError
from gradatim.insight.image_sheet import write_sheet
from gradatim.models.language.fill_mask import check_n_best
from gradatim.printing import escaped
from gradatim.recipes.multimodal.caption_files import caption_file
from gradatim.recipes.multimodal.drawing import draw_prompt
from gradatim.recipes.multimodal.matching_files import match_files
from gradatim.reports.multimodal import attention_sheet

SHOWN_WORDS = 5  # for an image, where no number is given


def draw_(
    run: Path,
    prompt: Annotated[str, Parameter(converter=read_text)],
    *,
    n: int = 16,
    guidance: float = 2.0,
    seed: int = 0,
    out: Path = Path("drawing.png"),
) -> None:
    """Generate images from text.

    Args:
        run: run folder of mnist-dalle, fashion-dalle, mnist-pairs-dalle, mnist-flow or emoji-flow;
            or the name mnist-flow, a model that ships with the package
        prompt: text to draw, in English or French; "" for anything
        n: number of images, 1 to 400
        guidance: weight of the words, 0 to 20; 1 as learned, 0 none, above 1 more literal and less
            varied
        seed: seed of the draws, at least 0; the same seed gives the same images
        out: file of the sheet of images, ending in .png, .jpg or .webp
    """
    new_image(out)  # before the drawing: a mistake in the command should not cost a minute
    images, note = draw_prompt(run, prompt, n, guidance=guidance, seed=seed)
    console = Console(emoji=False, highlight=False)
    if note:
        console.print(f"[yellow]note:[/] {escaped(note)}")
    console.print(f"Images: [bold]{escaped(write_sheet(images, out))}[/]", soft_wrap=True)


def caption_(
    run: Path,
    *images: Annotated[Path, Parameter(required=True)],
    language: Literal["en", "fr"] = "en",
    out: Path | None = None,
) -> None:
    """Caption an image, word by word.

    Args:
        run: run folder of scene-captioner; or that name, for the model that ships with the package
        images: image files of any size
        language: language of the captions, en or fr
        out: folder for a PNG file per image that shows the attention of each word
    """
    console = Console(emoji=False, highlight=False)
    # Before the captions: a mistake in the command should not cost their time.
    places = [new_image(out / f"{file.stem}-attention.png") if out else None for file in images]
    for i, place in enumerate(places):
        if place is not None and place in places[:i]:
            raise UserError(
                f"{images[places.index(place)]} and {images[i]} would both write {place}: give "
                "them in two commands, with a folder each for --out."
            )
    for file, place in zip(images, places, strict=True):
        caption = caption_file(run, file, language)
        said = escaped(written(caption.words)) or "(no words: nothing was recognized)"
        console.print(f"{escaped(file)}  [bold]{said}[/]", soft_wrap=True)
        if place is not None:
            sheet = write_sheet(attention_sheet(caption), place, 7, ["", *caption.words])
            console.print(f"Attention: {escaped(sheet)}", soft_wrap=True)


def match_(
    run: Path,
    *images: Annotated[Path, Parameter(required=True)],
    words: Annotated[tuple[str, ...], Parameter(consume_multiple=(1, None))] = (),
    language: Literal["en", "fr"] | None = None,
    top: int | None = None,
) -> None:
    """Rank words by how well they fit an image.

    Args:
        run: run folder of emoji-clip; or that name, for the model that ships with the package
        images: image files of any size
        words: texts to compare, in English or French (default: all names that the run knows)
        language: language of the names that the run knows, en or fr (default: en)
        top: number of texts to show, the best first, 1 to that of the words (default: 5)
    """
    table = Table("file", "words", "probability", "", title=escaped(run), title_justify="left")
    if top is not None and top < 1:
        raise UserError(f"--top is {top}: give 1 to the number of the words.")
    for file, ranked in zip(images, match_files(run, images, words, language), strict=True):
        if top is not None:
            check_n_best(top, len(ranked))
        for rank, (text, probability) in enumerate(ranked[: top or SHOWN_WORDS]):
            bar = "█" * round(20 * probability) or "▏"
            name = "" if rank else escaped(file.name)
            table.add_row(name, escaped(text), f"{100 * probability:.1f} %", f"[cyan]{bar}")
        table.add_section()
    Console(emoji=False).print(table)
