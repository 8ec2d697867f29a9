"""A real browser on a live server: Chromium of the system, where there is one."""

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
FILE = """\
Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category
9992400000001,ABARDEY/ANDREA MS,GVA,ZRH,2025-03-18,economy,1,2010,organization,staff
9992400000001,ABARDEY/ANDREA MS,ZRH,JFK,2025-03-18,business,1,2010,organization,staff
9992400000002,KAMAUNI/OMAR MR,NBO,ADD,2025-05-04,economy,1,5010,organization,staff
9992400000003,ZHANGLIU/WEI MR,PEK,GVA,2025-10-12,economy,1,,other,delegate
9992400000004,OYELARAN/GRACE MS,GVA,XQX,2025-10-13,economy,1,3010,organization,staff
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"Browser: no Chromium on this machine (looked for {', '.join(NAMES)})")
    from playwright.sync_api import sync_playwright

    # Playwright keeps a loop running in this thread, by which Django thinks that it is called from within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Page:
    """A browser page on the live server, with what its console complained about."""

    tab: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        response = self.tab.goto(self.address + path)
        assert response.ok, f"{path} answers {response.status}"

    def sign_in(self, username: str, password: str) -> None:
        self.open("/accounts/login/")
        self.tab.fill("input[name=login]", username)
        self.tab.fill("input[name=password]", password)
        self.tab.click("main form button[type=submit]")
        self.tab.wait_for_load_state()

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands: the rule, and where."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.tab).response["violations"]
        return [f"{self.tab.url} {rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def demonstration(transactional_db: None) -> None:
    """The demonstration's people and units, with one small file of bookings committed."""
    from greenops.demo.organization import SOURCE, make_organization
    from travel import actions

    officer = make_organization()
    batch = actions.upload(by=officer, name="few.csv", content=io.BytesIO(FILE.encode()), source=SOURCE, queue=False)
    actions.read_batch(batch.pk)
    actions.confirm(by=officer, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "committed", batch.refusal


@pytest.fixture
def page(browser: Any, live_server: Any, demonstration: None) -> Iterator[Page]:
    context = browser.new_context()
    opened = Page(context.new_page(), live_server.url)
    opened.tab.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
    opened.tab.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
