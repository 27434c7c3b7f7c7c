"""`gradatim data`: commands that look at your own data, written in `data`, which loads torch."""

from cyclopts import App

app = App(
    name="data",
    help="Look at your own images, tables, texts and sounds.",
    help_epilogue="Example: gradatim data inspect my-images",
)
app.command(
    "gradatim.cli.own.data:inspect_",
    name="inspect",
    help="Say what lies in a folder, a table or a zip, and draw ten examples on a page.",
    help_epilogue="Example: gradatim data inspect houses.csv",
)
