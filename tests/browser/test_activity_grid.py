"""The grid of readings in a browser: a pasted block, moving, taking back, what is said while typing."""

from greenops.annual_return.models import ActivityReading
from greenops.demo.organization import PASSWORD

GRID = "/return/activity/?year=2025&site=GVA"
FIRST = "input[name='r0-m1']"
PASTE = """([selector, text]) => {
  const cell = document.querySelector(selector);
  cell.focus();
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def test_a_block_pasted_from_a_spreadsheet_fills_cells_and_is_saved(page):
    page.sign_in("focal", PASSWORD)
    page.open(GRID)
    page.tab.evaluate(PASTE, [FIRST, "1'200\t1300\t0.9 MWh e\r\n10\t20\t\r\n"])

    assert page.tab.input_value("input[name='r0-m3']") == "0.9 MWh e"
    assert page.tab.input_value("input[name='r1-m2']") == "20"
    assert "Not saved yet: 5" in page.tab.inner_text("[data-grid-status]")
    found = page.violations()
    page.tab.click(".grid-save button")
    page.tab.wait_for_load_state()

    assert "5 readings added" in page.tab.inner_text("main")
    assert page.complaints == []
    assert found + page.violations() == []
    assert ActivityReading.objects.count() == 5


def test_a_wrong_cell_is_told_while_it_is_typed_and_a_paste_can_be_taken_back(page):
    page.sign_in("focal", PASSWORD)
    page.open(GRID)
    page.tab.fill(FIRST, "1,234")
    page.tab.wait_for_selector("td.has-error input[name='r0-m1']")
    assert "can be read in two ways" in page.tab.inner_text("tr[data-said='0']")

    page.tab.evaluate(PASTE, ["input[name='r1-m1']", "5\t6"])
    page.tab.keyboard.press("Control+z")
    assert page.tab.input_value("input[name='r1-m2']") == ""
    page.tab.focus(FIRST)
    page.tab.keyboard.press("Escape")
    assert page.tab.input_value(FIRST) == ""
    page.tab.keyboard.press("ArrowDown")
    page.tab.keyboard.press("ArrowRight")
    assert page.tab.evaluate("document.activeElement.name") == "r1-m2"
    assert ActivityReading.objects.count() == 0
