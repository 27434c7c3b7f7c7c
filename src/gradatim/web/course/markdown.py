"""A page of docs/ as HTML: formulas as MathML, links on our server, live views in their place.

What GitHub shows as links becomes more here, so that both read the same file:

    [Perceptron](../../src/gradatim/views/perceptron "data=xor")   alone on its line: the live view
    [the loop](../../src/gradatim/training/loop.py)                the file, to read
    [Exercise 5](../../src/gradatim/labs/exercises/05-perceptron)  the exercise
    [chapter 2](02-gradient-descent.md)                            the chapter
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urlencode

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from gradatim.recipes.registry import RECIPES, get
from gradatim.web.course.documents import Document, address, names
from gradatim.web.course.words import WORDS
from gradatim.web.run_form import form_options

PACKAGE = Path(__file__).parents[2]
SOURCE = "src/gradatim"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)  # tools/results.py finds its numbers by them
# In a formula on a line of its own, the limits of a sum stand below and above it.
LIMITS = re.compile(r"<msubsup>(<mo>&#x02211;</mo>.*?)</msubsup>")
# A formula and the sign after it stay on one line.
INLINE = r'<span class="math inline">(?:(?!</span>).)*</span>'
TOGETHER = re.compile(rf"({INLINE}\xa0?[.,;:)?]+)")
BEFORE_SIGN = re.compile(" (?=[;:!?»])|(?<=«) ")  # French keeps these signs beside their word
WIDE = '<div class="wide" tabindex="0" role="group">'  # what a narrow screen scrolls by itself
RECIPE = re.compile(r"(?:gradatim (?:train|beyond) |`)([a-z0-9-]+)")
PYTHON_FILE = re.compile(r"[a-z_0-9]+(/[a-z_0-9]+)+\.py")


@dataclass
class Page:
    """What a page became, and what it refers to."""

    html: str
    headings: list[tuple[str, str]] = field(default_factory=list)  # (id, text) of level 2
    views: list[str] = field(default_factory=list)  # the live views in place
    files: list[str] = field(default_factory=list)  # below gradatim, in the order of the text
    recipes: list[str] = field(default_factory=list)  # whose commands the text names


def formula(latex: str, options: dict[str, Any]) -> str:
    """LaTeX as MathML, which browsers draw without a script."""
    return _mathml(latex.strip(), "block" if options.get("display_mode") else "inline")


@cache
def _mathml(latex: str, display: str) -> str:
    written = convert(latex, display=display)
    if display == "inline":
        return written
    written = LIMITS.sub(r"<munderover>\1</munderover>", written)
    return written.replace("<math ", '<math tabindex="0" ', 1)  # a long one is scrolled by keys


@cache
def colored(code: str, language: str) -> str:
    """Code with a class for each kind of token."""
    return highlight(code, get_lexer_by_name(language), HtmlFormatter(nowrap=True))


def block_language(code: str, named: str = "") -> str:
    """What a block of code is written in: what it says, a session of Python, or commands."""
    if named:
        return named
    if code.lstrip().startswith(">>>"):
        return "pycon"
    return "bash" if re.match(r"\s*(gradatim|make|python|cd)\b", code) else "text"


def _code_block(token: Token, named: str) -> str:
    inner = colored(token.content, block_language(token.content, named.strip()))
    return f'<pre tabindex="0"><code>{inner}</code></pre>\n'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, renderer=formula)
    parser.use(anchors_plugin, max_level=3)
    parser.add_render_rule("code_block", lambda _, tokens, i, *__: _code_block(tokens[i], ""))
    parser.add_render_rule(
        "fence", lambda _, tokens, i, *__: _code_block(tokens[i], tokens[i].info)
    )
    parser.add_render_rule("table_open", lambda *_: f"{WIDE}<table>\n")
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


_PARSER = _parser()


def render(document: Document, language: str) -> Page:
    """Write a page as HTML.

    Args:
        document: what is written.
        language: of the page around it, to which its links lead.
    """
    page = Page("")
    page.recipes = recipes_in(document)
    tokens = _PARSER.parse(COMMENT.sub("", document.text))
    tokens = _with_views(tokens, page, document, language)
    for head, inside, end in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if head.type == "th_open" and not inside.content:  # a corner heads nothing
            head.tag = end.tag = "td"
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if "style" in token.attrs:  # the page's policy refuses styles outside its own files
            token.attrs = {"class": str(token.attrs["style"]).rpartition(":")[2]}
        if token.type == "heading_open" and token.tag == "h2" and following:
            page.headings.append((str(token.attrs["id"]), _text(following)))
        if token.type == "inline" and token.children:
            token.children = _linked(token.children, page, document, language)
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i].type == "code_block" and (links := run_here(tokens[i].content, language)):
            tokens.insert(i + 1, Token("html_block", "", 0, content=links))
    page.html = TOGETHER.sub(r'<span class="together">\1</span>', _rendered(tokens))
    return page


def recipes_in(document: Document) -> list[str]:
    """The recipes that a page names, in its order."""
    found = dict.fromkeys(RECIPE.findall(document.text))
    return [name for name in found if name in RECIPES]


def run_here(code: str, language: str) -> str:
    """Links to the forms that start the runs of a block of commands, filled in as it says.

    A command with an option that the form does not show has none: it would start another run.
    """
    links = []
    for line in code.splitlines():
        words = line.partition(" #")[0].split()
        if words[:2] != ["gradatim", "train"] or len(words) % 2 == 0 or words[2] not in RECIPES:
            continue
        shown = {option.name for option in form_options(get(words[2]))}
        names = [name[2:].replace("-", "_") for name in words[3::2]]
        given = dict(zip(names, words[4::2], strict=True))
        if all(name.startswith("--") for name in words[3::2]) and shown >= set(given):
            query = escape(urlencode({"recipe": words[2], **given, "lang": language}))
            links.append(f'<a href="/runs/new?{query}">▶ {words[2]}</a>')
    say = WORDS[language]["recipes"]
    return f'<p class="run-here"><small>{say}</small> {" ".join(links)}</p>\n' if links else ""


def _rendered(tokens: Sequence[Token]) -> str:
    return _PARSER.renderer.render(tokens, _PARSER.options, {})


def _text(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.content)


def _with_views(
    tokens: Sequence[Token], page: Page, document: Document, language: str
) -> list[Token]:
    """Put a live view in the place of each paragraph that is nothing but a link to one."""
    result = list(tokens)
    for i in range(len(tokens) - 3, -1, -1):
        children = tokens[i + 1].children or []
        alone = tokens[i].type == "paragraph_open" and len(children) == 3
        if not alone or children[0].type != "link_open":
            continue
        target = _inside(str(children[0].attrs["href"]), document)
        if not target.startswith(f"{SOURCE}/views/"):
            continue
        name = target.rpartition("/")[2]
        page.views.insert(0, name)
        embedded = Token("html_block", "", 0)
        settings = str(children[0].attrs.get("title", ""))
        embedded.content = live_view(name, settings, children[1].content, language)
        result[i : i + 3] = [embedded]
    return result


def live_view(name: str, settings: str, caption: str, language: str) -> str:
    """A view in its own frame, small, with a way to its whole page.

    Args:
        name: of the view.
        settings: of its controls, as in an address: `data=xor&seed=3`.
        caption: what is to be seen.
        language: of the page.
    """
    say = WORDS[language]
    query = escape(f"lang={language}" + (f"&{settings}" if settings else ""))
    return (
        f'<figure class="live"><iframe src="/view/{name}?{query}&amp;embed=1" loading="lazy" '
        f'title="{escape(caption)}"></iframe><figcaption>{escape(caption)} '
        f'<a href="/view/{name}?{query}">{say["whole"]}</a></figcaption></figure>\n'
    )


def _linked(children: list[Token], page: Page, document: Document, language: str) -> list[Token]:
    """Let the links, images and names of files of a paragraph point to our server."""
    result: list[Token] = []
    inside_link = dropped = False
    for child in children:
        if child.type == "link_open":
            inside_link = True
            leads_to = _address(str(child.attrs["href"]), page, document, language)
            child.attrs["href"] = leads_to
            if dropped := not leads_to:
                continue
        elif child.type == "link_close":
            inside_link = False
            if dropped:
                continue
        elif child.type == "image":
            source = _inside(str(child.attrs["src"]), document)
            child.attrs["src"] = "/" + source
            child.attrs["loading"] = "lazy"
        elif child.type == "code_inline" and not inside_link and is_ours(child.content):
            remember(page, child.content)
            child.type = "html_inline"
            child.content = (
                f'<a href="/read/{child.content}?lang={language}"><code>{child.content}</code></a>'
            )
        elif child.type == "text" and document.language == "fr":
            child.content = BEFORE_SIGN.sub("\xa0", child.content)
        result.append(child)
    return result


def is_ours(path: str) -> bool:
    """Whether a text is the path of a Python file below the package, such as training/loop.py."""
    return bool(PYTHON_FILE.fullmatch(path)) and (PACKAGE / path).is_file()


def remember(page: Page, path: str) -> None:
    """Note a file that the page refers to."""
    if path not in page.files:
        page.files.append(path)


def _inside(link: str, document: Document) -> str:
    """The path of a link's target from the root of the repository."""
    return normpath(join(dirname(f"docs/{document.path}"), link.partition("#")[0]))


def _address(link: str, page: Page, document: Document, language: str) -> str:
    """Where a link of the Markdown leads on our server; empty for a file that it does not give."""
    if "://" in link or link.startswith("#"):
        return link
    target, anchor = _inside(link, document), link.partition("#")[2]
    anchor = f"#{anchor}" if anchor else ""
    name = re.sub(r"^docs/(fr/)?|\.md$", "", target)
    if target.startswith("docs/") and name in names():
        return address(name, language) + anchor
    if target.startswith(f"{SOURCE}/labs/exercises/"):
        return f"/lab/{target.rpartition('/')[2]}?lang={language}"
    if target.startswith(f"{SOURCE}/views/") and not Path(target).suffix:
        return f"/view/{target.rpartition('/')[2]}?lang={language}"
    path = target.removeprefix(f"{SOURCE}/")
    if is_ours(path):
        remember(page, path)
        return f"/read/{path}?lang={language}{anchor}"
    return ""
