"""Files are dropped, listed, taken out again and sent; the pages of the import can be read by everybody."""

from greenops.demo.organization import PASSWORD

DROP = """([names, text]) => {
  const dropped = new DataTransfer();
  names.forEach((name, place) => dropped.items.add(new File([text + "\\n".repeat(place)], name, {type: "text/csv"})));
  const area = document.querySelector("[data-drop-area]");
  area.dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true}));
}"""
BOOKINGS = "Origin,Destination,Departure Date,Cabin\nGVA,LHR,2025-06-01,economy\n"


def test_dropped_files_are_listed_taken_out_and_sent(page):
    page.sign_in("officer", PASSWORD)
    page.open("/travel/imports/upload/")
    page.tab.evaluate(DROP, [["june.csv", "july.csv", "august.csv"], BOOKINGS])
    listed = page.tab.locator(".chosen-files li bdi")
    assert listed.all_inner_texts() == ["june.csv", "july.csv", "august.csv"]
    assert page.violations() == []

    page.tab.click("[aria-label='Take out: july.csv']")
    page.tab.click("main form button[type=submit]")
    page.tab.wait_for_load_state()

    names = page.tab.locator("#under-way tbody th").all_inner_texts()
    assert sorted(names) == ["august.csv", "june.csv"]
    assert page.violations() == []


def test_the_columns_of_a_file_can_be_read_by_everybody(page):
    page.sign_in("officer", PASSWORD)
    page.open("/travel/imports/upload/")
    page.tab.evaluate(DROP, [["june.csv"], BOOKINGS])
    page.tab.click("main form button[type=submit]")
    page.tab.wait_for_load_state()
    found = page.violations()
    page.tab.click(".stepper a:has-text('Columns')")
    page.tab.wait_for_load_state()
    found += page.violations()
    page.open("/travel/sources/greenops-template/")

    assert found + page.violations() == []
    assert page.complaints == []
