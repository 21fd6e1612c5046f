"""One person at one browser, who reads what the page shows and types what it asks."""

import os
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

PICTURES = os.environ.get("KITH_PICTURES", "")  # a folder for a picture of each page that is looked over
ONE_TIME = "one-time-plain-words"
PASSWORD = "a-longer-pass-phrase-of-mine"


def code_of(secret: str, step: int = 0) -> str:
    """Return the six digits that an authenticator would show now for a secret."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + step)))


class Visitor:
    """Signs in, looks about, and remembers every request that left for another host."""

    def __init__(self, page: Any, axe: str) -> None:
        """Listen to the page from its first request on."""
        self.page, self.axe = page, axe
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._note_host)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)

    def _note_host(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            self.strangers.append(request.url)

    def signs_in(self, email: str, one_time: str) -> None:
        """Use the one-time password, choose another, and set up a second factor from the secret on the page."""
        self.gives_password(email, one_time)
        self.chooses_password()
        self.sets_up_an_app()

    def gives_password(self, email: str, password: str) -> None:
        """Fill in the page of signing in."""
        self.page.goto("/work/")
        self.page.get_by_label("Email", exact=False).first.fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.presses("Sign in")

    def chooses_password(self, password: str = PASSWORD) -> None:
        """Type a new password twice."""
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("input[name=again]").fill(password)
        self.presses("Save password")

    def sets_up_an_app(self) -> None:
        """Take the secret from the page into an authenticator, and give its first code."""
        self.secret = self.page.locator("strong.kith-number").inner_text().strip()
        self.page.locator("input[name=code]").fill(code_of(self.secret))
        self.presses("Continue")

    def presses(self, name: str, *, exact: bool = True) -> None:
        """Press the button with these words, and wait for the page that it brings.

        A page that stays as it is until the answer comes has its links and words all the while: whoever only waits for
        "loaded" may read the page before, and a link followed too early takes back what was being sent.
        """
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).click()

    def follows(self, words: str) -> None:
        """Follow the first link with these words, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()

    def chooses(self, words: str) -> None:
        """Choose the radio or box beside these words."""
        self.page.get_by_label(words).first.check()

    def writes(self, label: str, text: str) -> None:
        """Write into the first field with this label."""
        self.page.get_by_label(label).first.fill(text)

    def opens(self, address: str, purpose: str = "I work with this person") -> None:
        """Open a person and say why, where the page asks."""
        self.page.goto(address)
        self.says_why(purpose)

    def says_why(self, purpose: str = "I work with this person") -> None:
        """Answer the question of the purpose."""
        self.chooses(purpose)
        self.presses("Continue")

    def goes_to(self, address: str) -> Any:
        """Open an address and return the response."""
        return self.page.goto(address)

    def reads(self) -> str:
        """Return the words of the page."""
        return str(self.page.locator("main").inner_text())

    def faults(self) -> list[str]:
        """Return what axe finds wrong with the page as it is now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(self.axe)
        found = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], "
            "runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
        )
        return [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def is_wider_than_the_window(self) -> bool:
        """Test whether the page scrolls sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def faults_at_both_widths(self, name: str, picture: str = "") -> list[str]:
        """Return what is wrong with the page that is open, wide and as narrow as a telephone."""
        found = []
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name} {width}: {fault}" for fault in self.faults()]
            if self.is_wider_than_the_window():
                found.append(f"{name} {width}: scrolls sideways")
            if PICTURES:
                self.shoots(Path(PICTURES) / f"{picture or name}-{width}.png")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        return found

    def shoots(self, path: Path) -> None:
        """Take a picture of the whole page."""
        self.page.screenshot(path=str(path), full_page=True)


__all__ = ["ONE_TIME", "PASSWORD", "Visitor", "code_of"]
