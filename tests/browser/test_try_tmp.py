import pytest
from tests.browser.courses import in_the_middle
pytestmark = pytest.mark.browser
def test_x(shared_site):
    with shared_site.facts() as world:
        s=in_the_middle(world.ines)
    ada=shared_site.signed_in("ada", shared_site.desk())
    ada.on("console", lambda m: print("CONSOLE", m.text))
    ada.on("pageerror", lambda m: print("ERR", m))
    ada.on("response", lambda r: print("RESP", r.request.method, r.status, r.url))
    ada.on("requestfailed", lambda r: print("FAILED", r.method, r.url, r.failure))
    ada.goto(f"/courses/{s[5].course_id}/circle/")
    d=ada.get_by_role("button", name="Mother, ring 3 of 4")
    d.focus()
    ada.keyboard.press("ArrowUp")
    ada.wait_for_timeout(3000)
    print(ada.locator("form[data-circle] [role=status]").inner_text())
    print(ada.evaluate("document.querySelectorAll('form[data-circle]').length"))
