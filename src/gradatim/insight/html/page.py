"""A page that stands alone: one HTML file with its style and figures, light, dark and on paper.

Nothing is fetched and no script runs, so the page can be mailed, archived and printed. Each helper
below takes plain text, escapes it, and gives HTML; only figures are HTML already. With so few of
them a template language would be a second one to read, and would need every figure marked as safe.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from gradatim.files import write_atomically

STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfaf6; --ink: #1d1c1a; --faint: #6f6b64; --rule: #dedad1; --wash: #f3f0e8;
  --mark: #b0470b;
  --series-1: #1f6cb0; --series-2: #c9510c; --series-3: #18836a; --series-4: #8a4fa3;
  --series-5: #5b6b7a; --series-6: #a3770a; --series-7: #b8336a; --series-8: #3b8ea5;
  --serif: Charter, "Bitstream Charter", "Sitka Text", "Iowan Old Style", Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #16171a; --ink: #ebe8e1; --faint: #a09b92; --rule: #34353a; --wash: #1e2024;
  --mark: #f08c4b;
  --series-1: #6aaee8; --series-2: #f08c4b; --series-3: #4fc3a1; --series-4: #c291dc;
  --series-5: #a4b3c1; --series-6: #dcb04a; --series-7: #ee7fa9; --series-8: #7cc7dc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); font-variant-numeric: oldstyle-nums;
  text-rendering: optimizeLegibility; -webkit-font-smoothing: antialiased; }
main { max-width: 60rem; margin: 0 auto; padding: 4.5rem 1.75rem 5rem; }
p, ul, header, footer { max-width: 40rem; }
p { margin: 0 0 1rem; hyphens: auto; }
.mark { font: 600 .75rem/1 var(--sans); letter-spacing: .14em; text-transform: uppercase;
  color: var(--mark); margin: 0 0 1.1rem; }
h1 { font-size: clamp(2rem, 5vw, 2.9rem); line-height: 1.1; letter-spacing: -.018em;
  font-weight: 600; margin: 0 0 1rem; text-wrap: balance; }
.lead { font-size: 1.2rem; line-height: 1.5; color: var(--faint); margin: 0 0 2rem;
  text-wrap: pretty; }
h2 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.01em; font-weight: 600;
  margin: 3.5rem 0 .6rem; padding-top: 1.4rem; border-top: 1px solid var(--rule); }
h3 { font: 600 .95rem/1.3 var(--sans); margin: 2rem 0 .4rem; }
figure { margin: 1.4rem 0 1.8rem; break-inside: avoid; overflow-x: auto; }
h3 + figure { margin-top: .4rem; }
figcaption { font: .84rem/1.5 var(--sans); color: var(--faint); max-width: 40rem;
  margin-top: .45rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 40rem); gap: .7rem 1.6rem;
  margin: 1.4rem 0 1.8rem; }
dt { font: 600 .95rem/1.7 var(--sans); } dd { margin: 0; }
@media (max-width: 36rem) { dl { display: block; } dd { margin-bottom: .8rem; } }
dl.values { display: block; columns: 17rem; column-gap: 2.5rem; font: .84rem/1.5 var(--sans); }
.values > div { display: flex; justify-content: space-between; gap: 1rem; padding: .22rem 0;
  border-bottom: 1px solid var(--rule); break-inside: avoid; }
.values dt { font: inherit; color: var(--faint); } .values dd { text-align: right; }
.pair { display: flex; flex-wrap: wrap; gap: 0 2.5rem; align-items: flex-start; }
.pair > figure { flex: 1 1 19rem; min-width: 0; max-width: 27rem; }
svg.figure { display: block; width: 100%; height: auto; overflow: visible; }
svg.figure text { font-family: var(--sans); }
svg.figure image { image-rendering: pixelated; }
.scroll { overflow-x: auto; margin: 1.4rem 0 1.8rem; }
table { border-collapse: collapse; font: .92rem/1.4 var(--sans);
  font-variant-numeric: tabular-nums lining-nums; }
th { font-weight: 600; text-align: left; color: var(--faint); font-size: .8rem;
  vertical-align: bottom; }
th, td { padding: .5rem 1.4rem .5rem 0; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 1.5px solid var(--ink); }
td:first-child { font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
code { font: .86em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
  background: var(--wash); padding: .12em .38em; border-radius: .25rem; overflow-wrap: anywhere; }
nav ol { columns: 15rem; font: .92rem/1.6 var(--sans); padding-left: 1.4em; max-width: 48rem; }
a { color: var(--series-1); overflow-wrap: anywhere; }
summary { cursor: pointer; font: 600 .95rem/1.6 var(--sans); }
svg .hover { fill: transparent; } svg .hover:hover { fill: var(--series-2); fill-opacity: .6; }
footer { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--rule);
  font: .84rem/1.55 var(--sans); color: var(--faint); }
@media print { :root { --paper: #fff; --ink: #000; --faint: #555; --rule: #ccc; --wash: #f4f4f4;
    --series-1: #1f6cb0; --series-2: #c9510c; --series-3: #18836a; --series-4: #8a4fa3; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; } tr { break-inside: avoid; }
  svg.figure, svg.figure * { print-color-adjust: exact; } @page { margin: 2cm; } }
"""
MARK = " · Gradatim</title>"  # ends the title of every page
HEAD = 4096  # bytes, in which the title stands
CONTENTS_FROM = 4  # sections


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, what is to be said, and what is to be seen; `body` is HTML made below."""

    title: str
    body: Sequence[str] = field(default_factory=tuple)


def paragraph(text: str) -> str:
    """A paragraph of plain text; words between backquotes are set as code."""
    parts = [
        f"<code>{escape(part)}</code>" if index % 2 else escape(part)
        for index, part in enumerate(text.split("`"))
    ]
    return f"<p>{''.join(parts)}</p>"


def link(address: str) -> str:
    """A link to a page beside this one, as a paragraph."""
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def subheading(text: str) -> str:
    """A small heading inside a section."""
    return f"<h3>{escape(text)}</h3>"


def definitions(entries: Sequence[tuple[str, str]]) -> str:
    """Words, each with what it means beside it."""
    pairs = (f"<dt>{escape(word)}</dt><dd>{escape(meaning)}</dd>" for word, meaning in entries)
    return f"<dl>{''.join(pairs)}</dl>"


def key_values(entries: Sequence[tuple[str, str]]) -> str:
    """Many short names and values, in columns."""
    pairs = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in entries
    )
    return f'<dl class="values">{"".join(pairs)}</dl>'


def folded(words: str, body: str) -> str:
    """A part that opens when its words are clicked."""
    return f"<details><summary>{escape(words)}</summary>{body}</details>"


def downloads(files: Sequence[tuple[str, str]], tables: Sequence[tuple[str, str]] = ()) -> str:
    """Links to what belongs to the page.

    Args:
        files: the name of each file beside the page, and what it holds.
        tables: the name of each CSV file that the page brings along, and its text.
    """
    links = [
        f'<a href="{escape(name)}" download>{escape(name)}</a> {escape(words)}'
        for name, words in files
    ]
    for name, text in tables:
        data = b64encode(text.encode()).decode()
        links.append(
            f'<a href="data:text/csv;base64,{data}" download="{escape(name)}">{escape(name)}</a>'
        )
    return f'<p class="downloads">{" · ".join(links)}</p>' if links else ""


def figure(svg: str, caption: str = "") -> str:
    """A figure (from `gradatim.insight.html.figures`) with its caption."""
    under = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{svg}{under}</figure>"


def side_by_side(figures: Sequence[str]) -> str:
    """Figures beside each other where the page is wide enough."""
    return f'<div class="pair">{"".join(figures)}</div>'


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; columns after the first are numbers, set to the right."""
    head = _cells(header, "th", ' scope="col"')
    body = "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="table"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(texts: Sequence[str], tag: str, attributes: str = "") -> str:
    first, *numbers = (escape(text) for text in texts)
    cells = [f"<{tag}{attributes}>{first}</{tag}>"]
    cells += [f'<{tag}{attributes} class="number">{text}</{tag}>' for text in numbers]
    return "".join(cells)


def page(title: str, lead: str, sections: Sequence[Section], footer: str = "") -> str:
    """Assemble a page.

    Args:
        title: what the page is about.
        lead: the result in a sentence or two.
        sections: in the order of reading.
        footer: how the page was made; backquotes as in `paragraph`.

    Returns:
        A whole HTML document that asks for nothing from outside.
    """
    body = "".join(
        f'<section id="part-{i}"><h2>{escape(section.title)}</h2>{"".join(section.body)}</section>'
        for i, section in enumerate(sections, 1)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)}{MARK}<style>{STYLE}</style></head><body><main>"
        f'<header><p class="mark">Gradatim</p><h1>{escape(title)}</h1>'
        f'<p class="lead">{escape(lead)}</p></header>'
        f"{_contents(sections)}{body}<footer>{paragraph(footer)}</footer></main></body></html>\n"
    )


def is_page(file: Path) -> bool:
    """Whether a file was written by `page`: its head says so."""
    with file.open("rb") as lines:
        return MARK.encode() in lines.read(HEAD)


def _contents(sections: Sequence[Section]) -> str:
    """The list of a page's sections, where there are more than a screen shows."""
    if len(sections) < CONTENTS_FROM:
        return ""
    items = "".join(
        f'<li><a href="#part-{i}">{escape(section.title)}</a></li>'
        for i, section in enumerate(sections, 1)
    )
    return f'<nav aria-label="contents"><ol>{items}</ol></nav>'


def write(path: Path, html: str) -> Path:
    """Write a page; an older one is replaced only by a whole new one."""
    write_atomically(path, html.encode(errors="replace"))  # of odd file names, half a character
    return path
