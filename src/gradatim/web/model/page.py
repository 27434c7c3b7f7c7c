"""The page of a served model: drop a file, or write a text or a row, and see the answer."""

import json
from html import escape

from gradatim.api import Loaded
from gradatim.data.info import ImageInfo, OwnTableInfo, SoundInfo
from gradatim.printing import escape_invisible
from gradatim.web.course.pages import STYLE
from gradatim.web.pages import document

PAIRS = {
    "image": ("Drop an image here, or choose one", "Déposez une image ici, ou choisissez-en une"),
    "sound": ("Drop a sound here, or choose one", "Déposez un son ici, ou choisissez-en un"),
    "row": ("A row, as JSON: column and value", "Une ligne, en JSON : colonne et valeur"),
    "text": ("A text", "Un texte"),
    "ask": ("Ask", "Demander"),
    "largest": ("at most {0} MB", "au plus {0} Mo"),
    "program": ("From a program:", "Depuis un programme :"),
    "unknown": ("none of its classes; nearest:", "aucune de ses classes ; la plus proche :"),
    "between": ("nine of ten lie between", "neuf sur dix se trouvent entre"),
}


def model_page(language: str, model: Loaded, max_bytes: int) -> str:
    """Write the page.

    Args:
        language: en or fr.
        model: that is served.
        max_bytes: of a request.
    """
    say = {name: pair[language == "fr"] for name, pair in PAIRS.items()}
    name = escape(escape_invisible(model.run.folder.name))
    info, header, content = model.info, "application/json", "--data '\"...\"'"
    if isinstance(info, ImageInfo | SoundInfo):
        kind = "sound" if isinstance(info, SoundInfo) else "image"
        header, content = "application/octet-stream", "--data-binary @FILE"
        limit = say["largest"].format(f"{max_bytes / 1e6:g}")
        accept = "audio/*,.flac" if kind == "sound" else "image/*"
        field = (
            f'<label id="drop" class="notice">{say[kind]} ({limit})<br>'
            f'<input type="file" id="file" accept="{accept}"></label>'
            '<p><img id="shown" alt="" hidden width="192"></p>'
        )
    else:
        kind, example = "text", ""
        if isinstance(info, OwnTableInfo):
            kind = "row"
            values = {column: round(center, 3) for column, center in info.centre.items()}
            words = {column: found[0] for column, found in info.values.items() if found}
            example = escape(json.dumps({**values, **words}, ensure_ascii=False))
            content = "--data '{...}'"
        field = (
            f'<p><label>{say[kind]}<br><textarea id="asked" rows="4" cols="72">{example}'
            f'</textarea></label></p><p><button type="button" id="ask">{say["ask"]}</button></p>'
        )
    command = f"curl -H 'content-type: {header}' {content} URL/answer"
    spoken = escape(json.dumps({key: say[key] for key in ("unknown", "between")}))
    style = f'{STYLE}<link rel="stylesheet" href="/static/model/model.css">'
    body = (
        f'<main class="source" id="model" data-words="{spoken}"><h1>{name}</h1>'
        f"<p>{escape(model.run.config['recipe'])}</p>{field}"
        '<p id="said" role="status"></p><table><tbody id="answer"></tbody></table>'
        f"<p>{say['program']} <code>{escape(command)}</code></p></main>"
        '<script type="module" src="/static/model/model.js"></script>'
    )
    return document(language, f"{name} · Gradatim", style + body, "course")
