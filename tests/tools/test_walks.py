"""The tool that traces the walks of docs/architecture.md finds what is wrong in a table."""

from tools import walks


def test_the_turn_of_the_game_is_walked_as_the_page_says():
    entered = walks.walked("turn")
    assert walks.faults_of("turn", entered) == []


def test_a_row_that_is_not_entered_or_not_in_order_is_a_fault():
    rows = walks.rows_of("slider")
    assert walks.faults_of("slider", rows) == []
    [missing] = walks.faults_of("slider", rows[:2] + rows[3:])
    assert missing == f"{rows[2][0]} {rows[2][1]} is not entered"
    assert "before the row above" in walks.faults_of("slider", [rows[1], rows[0], *rows[2:]])[0]


def test_every_table_of_the_page_can_be_walked():
    assert all(walks.rows_of(walk) for walk in walks.DOING)
    page = (walks.ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert len(walks.ROW.findall(page)) == sum(len(walks.rows_of(walk)) for walk in walks.DOING)
