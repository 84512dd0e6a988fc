"""What a person does on these pages, as a test says it."""

from playwright.sync_api import Locator, Page, expect


def fill(page: Page, form: str, **values: str) -> None:
    """Type into text, date and money fields by name."""
    for name, value in values.items():
        field(page, form, name).fill(value)


def choose(page: Page, form: str, name: str, words: str) -> None:
    """Pick an option of a choice by its words."""
    field(page, form, name).click()
    page.get_by_role("option", name=words, exact=True).click()


def field(page: Page, form: str, name: str) -> Locator:
    """The input of a field; Dash writes the parts of an id in alphabetical order."""
    return page.locator(f'[id=\'{{"form":"{form}","name":"{name}","type":"field"}}\']')


def press(page: Page, words: str) -> None:
    """Press the button with these words."""
    page.get_by_role("button", name=words, exact=True).click()


def move(page: Page, words: str, choices: dict[str, str] | None = None, **values: str) -> None:
    """Open the form of a move, fill it in, submit it and see it done."""
    page.locator(".timeline-item").first.wait_for()
    before = page.locator(".timeline-item").count()
    press(page, words)
    expect(page.locator("#hazard-drawer-title")).to_have_text(words)
    for name, option in (choices or {}).items():
        choose(page, "move", name, option)
    fill(page, "move", **values)
    press(page, "提交")
    expect(page.locator(".timeline-item")).to_have_count(before + 1)
    expect(page.locator("#hazard-drawer-title")).to_be_hidden()


def state(page: Page) -> Locator:
    """The sign of the hazard's state."""
    return page.locator(".page-head .state-badge")


def offered(page: Page) -> list[str]:
    """The words on the buttons of the hazard page, next step first."""
    return page.locator(".next-step button, .case-actions button").all_inner_texts()
