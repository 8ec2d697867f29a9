"""Each person of the demonstration signs in and opens the main pages."""

import pytest

from greenops.demo.organization import PASSWORD, PEOPLE

FIRST_PAGE = {
    "officer": "/travel/",
    "reviewer": "/insight/",
    "regional": "/insight/",
    "focal": "/insight/",
    "coordinator": "/ems/",
    "auditor": "/insight/",
    "admin": "/people/",
}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.username)
def test_a_person_sees_the_pages_of_the_role_and_can_read_them(page, person):
    page.sign_in(person.username, PASSWORD)
    assert page.tab.url.removeprefix(page.address).startswith(FIRST_PAGE[person.username])
    links = page.tab.locator("nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    own = sorted({link for link in links if link and link.startswith("/") and "logout" not in link})
    assert own
    found = page.violations()
    for path in own:
        page.open(path)
        found += page.violations()
    assert not found, "\n".join(found)
    assert page.complaints == []


def test_a_wrong_password_is_said_in_the_summary(page):
    page.sign_in("officer", "not the password")
    assert "/accounts/login/" in page.tab.url
    assert page.tab.locator("[role=alert], .error-summary").count() > 0
    assert page.tab.title().startswith("Error:")
    assert page.violations() == []
