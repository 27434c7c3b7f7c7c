"""A lesson on the pages: its list on the first page, and a bar above each of its pages."""

from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gradatim.web.lessons.lesson import Lesson, LessonPage, title_of
from gradatim.web.pages import language_of
from gradatim.web.rewriting import rewrite_pages

STYLE = b'<link rel="stylesheet" href="/static/lessons/lessons.css">'
WORDS = {
    "en": {"lesson": "Lesson", "begin": "Begin", "after": "Next", "before": "Back"},
    "fr": {"lesson": "Séance", "begin": "Commencer", "after": "Suite", "before": "Retour"},
}


class LessonBar:
    """Puts the lesson on the pages of an application."""

    def __init__(self, app: ASGIApp, lesson: Lesson | None) -> None:
        """Wrap an application; without a lesson nothing changes."""
        self.app = app
        self.lesson = lesson

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the bar where its address belongs to the lesson."""
        if self.lesson is None or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        number = query.get("lesson", [""])[0]
        language = language_of(Request(scope))
        if scope["path"] == "/":
            after, html = b"</header>", contents(self.lesson, language)
        elif page := self.lesson.page(number):
            after, html = b">", bar(self.lesson, page, int(number), language)
        else:
            await self.app(scope, receive, send)
            return

        def change(text: bytes) -> bytes:
            head, body_tag, body = text.partition(b"<body")
            before, mark, rest = body.partition(after)
            head = head.replace(b"</head>", STYLE + b"</head>")
            return head + body_tag + before + mark + html.encode() + rest

        await rewrite_pages(self.app, scope, receive, send, change)


def bar(lesson: Lesson, page: LessonPage, number: int, language: str) -> str:
    """The bar above page `number` of a lesson."""
    say = WORDS[language]
    steps = []
    for place, word, shown in ((number - 1, "before", "‹ {}"), (number + 1, "after", "{} ›")):
        if 1 <= place <= len(lesson.pages):
            other = lesson.pages[place - 1]
            title = escape(title_of(other, language))
            relation = "prev" if word == "before" else "next"
            steps.append(
                f'<a rel="{relation}" href="{escape(other.address(place, language))}" '
                f'title="{title}">{shown.format(say[word])}</a>'
            )
    return (
        f'<nav class="lesson" aria-label="{say["lesson"]}"><a href="/?lang={language}">'
        f"{escape(lesson.title)}</a><span>{number} / {len(lesson.pages)} · "
        f"{escape(title_of(page, language))}</span>{''.join(steps)}</nav>"
    )


def contents(lesson: Lesson, language: str) -> str:
    """The list of a lesson's pages, for the first page."""
    rows = "".join(
        f'<li><a href="{escape(page.address(i, language))}">'
        f"{escape(title_of(page, language))}</a></li>"
        for i, page in enumerate(lesson.pages, 1)
    )
    text = f"<p>{escape(lesson.text)}</p>" if lesson.text else ""
    return (
        f'<section class="lesson-contents" aria-label="{WORDS[language]["lesson"]}"><h2>'
        f"{escape(lesson.title)}</h2>{text}<ol>{rows}</ol></section>"
    )
