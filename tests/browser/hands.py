"""Two ways through a page: `Hand` taps and types as one does with a mouse or a finger, `Keys` has a keyboard only."""

import re
from typing import Any

from attrs import frozen
from playwright.sync_api import Locator, Page, expect

Words = str | re.Pattern[str]
FIELDS = "textarea, select, input:not([type=radio], [type=checkbox])"
MOST_STOPS = 150  # of Tab, on the longest page
STOP = """(wanted) => {
  const one = document.activeElement;
  const stands_out = (part) => {
    const style = getComputedStyle(part);
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && style.outlineColor !== 'rgba(0, 0, 0, 0)';
    const drawn = part.matches('.hit') && style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 2;
    return outline || drawn || style.boxShadow !== 'none';
  };
  const is_seen = () => {
    if (!one.matches(':focus')) return ['date', 'time'].includes(one.type);  // the browser marks the part inside itself
    const box = one.getBoundingClientRect();
    const in_view = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    const parts = [one, one.closest('.choice, .scale label, .chip'), one.querySelector('.hit')];
    return one.matches(':focus-visible') && in_view && parts.some((part) => part && stands_out(part));
  };
  const is_in_group = one.type === 'radio' && wanted.type === 'radio' && one.name === wanted.name
    && one.form === wanted.form;
  const has_begun_anew = one === document.body;  // after the last stop of the page
  return [has_begun_anew || is_seen(), one === wanted || is_in_group, one.outerHTML.slice(0, 160)];
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab until it, or a radio button of its group, has the focus; at every stop on the way the focus can be seen."""
    there = wanted.element_handle()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        is_fine, is_there, here = there.evaluate(STOP)
        assert is_fine, f"The focus cannot be seen at {page.url} on {here}"
        if is_there:
            return
    raise AssertionError(f"Tab does not reach it at {page.url}.")


@frozen
class Hand:
    """A person at a page with a mouse, or a finger; `within` narrows where to look."""

    page: Page

    def follow(self, name: Words, *, within: Locator | None = None) -> None:
        """A link by its words."""
        self.use(self.link(name, within=within))

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """A button by its words."""
        self.use((within or self.page).get_by_role("button", name=name, exact=True))

    def open(self, name: str, *, within: Locator | None = None) -> None:
        """What is folded under these words."""
        self.use((within or self.page).locator("summary").filter(has_text=name).first)

    def write(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Into a field."""
        self.put(self.field(label, within=within), text)

    def choose(self, name: Words, *, within: Locator | None = None) -> None:
        """One of some radio buttons."""
        radio = (within or self.page).get_by_role("radio", name=name, exact=True)
        self.pick(radio)
        expect(radio).to_be_checked()

    def tick(self, name: str, *, within: Locator | None = None) -> None:
        """A box."""
        self.use((within or self.page).get_by_role("checkbox", name=name))

    def link(self, name: Words, *, within: Locator | None = None) -> Locator:
        """A link by its words, the first of several."""
        return (within or self.page).get_by_role("link", name=name, exact=True).first

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        """A field by its label; the words of a hint or of what may stay empty do not count."""
        return (within or self.page).get_by_label(label).and_(self.page.locator(FIELDS)).first

    def use(self, one: Locator) -> None:
        """Press, follow, open or tick it."""
        one.click()

    def put(self, field: Locator, text: str) -> None:
        """The text in place of what stands there."""
        field.fill(text)

    def pick(self, radio: Locator) -> None:
        """This one of its group."""
        radio.check()

    def select(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """One of a list."""
        self.field(label, within=within).select_option(label=option)


@frozen
class Keys(Hand):
    """The same by Tab, arrows, Space and Enter only; on the way the focus is always seen."""

    def use(self, one: Locator) -> None:
        tab_to(self.page, one)
        is_box = one.evaluate("(one) => one.type === 'checkbox'")
        self.page.keyboard.press("Space" if is_box else "Enter")

    def put(self, field: Locator, text: str) -> None:
        tab_to(self.page, field)
        kind = field.get_attribute("type")
        if kind in ("date", "time"):
            self.type_moment(field, text)
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)

    def type_moment(self, field: Locator, text: str) -> None:
        """A day or a time in the order in which this browser asks for it."""
        if text.count("-") == 2:
            year, month, day = text.split("-")
            orders = (month + day + year, day + month + year)
        else:
            hour, minute = (int(part) for part in text.split(":"))
            orders = (f"{text.replace(':', '')}", f"{(hour - 1) % 12 + 1:02}{minute:02}{'AM' if hour < 12 else 'PM'}")
        for digits in orders:
            self.page.keyboard.type(digits)
            if field.input_value() == text:
                return
            for _ in range(3):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{text} could not be typed at {self.page.url}.")

    def pick(self, radio: Locator) -> None:
        tab_to(self.page, radio)
        self.page.keyboard.press("Space")
        for _ in range(12):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def select(self, label: str, option: str, *, within: Locator | None = None) -> None:
        field = self.field(label, within=within)
        tab_to(self.page, field)
        self.page.keyboard.type(option, delay=5)
        chosen = "(one) => one.selectedOptions[0].label"
        assert field.evaluate(chosen) == option, f"{option} could not be chosen at {self.page.url}."


def drag(page: Page, what: Locator, *, by: tuple[float, float]) -> None:
    """Take it, and let it go so many pixels to the right and down."""
    what.scroll_into_view_if_needed()
    box: Any = what.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2, steps=4)
    page.mouse.move(x + by[0], y + by[1], steps=4)
    page.mouse.up()
