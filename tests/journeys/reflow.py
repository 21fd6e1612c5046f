"""What is asked of a page at 400 % zoom with wide text: WCAG 1.4.10 (reflow), 1.4.12 (text spacing), 2.4.11 (focus)."""

from typing import Any, Final

# 1280 × 1024 pixels at 400 % are 320 × 256 of CSS.
ZOOMED: Final = {"width": 320, "height": 256}

# The four measures of WCAG 1.4.12; a sheet of our own is no inline style, so the page's policy lets it in.
_SPACED: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# What scrolls sideways must be reached by a keyboard and say what it is; nothing else may be wider than the window.
_LOOKED_AT: Final = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const name = e => `${e.tagName}.${e.className?.baseVal ?? e.className} “${e.textContent.trim().slice(0, 40)}”`;
  const up = e => e instanceof Element && e !== document.body ? [e, ...up(e.parentElement)] : [];
  const unseen = e => up(e).some(one => {
    const style = getComputedStyle(one);
    return style.display === "none" || style.visibility === "hidden" || style.opacity === "0" || style.clip !== "auto"
      || style.clipPath !== "none" || one.matches("details:not([open]) > :not(summary), select, .govuk-skip-link")
      || one.matches("script, style, title, desc, template");
  });
  const scrolls = e => up(e).some(one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX));
  const sticks = e => up(e).some(one => ["sticky", "fixed"].includes(getComputedStyle(one).position));
  if (document.documentElement.scrollWidth > wide) found.push("the page scrolls sideways");
  for (const e of document.querySelectorAll("body *")) {
    if (unseen(e)) continue;
    const style = getComputedStyle(e), isWider = e.scrollWidth > e.clientWidth + 1;
    const isNamed = e.tabIndex >= 0 && (e.ariaLabel || e.getAttribute("aria-labelledby"));
    if (["auto", "scroll"].includes(style.overflowX) && isWider && !isNamed && !e.matches("textarea"))
      found.push(`no way to scroll: ${name(e)}`);
    const cuts = [style.overflowX, style.overflowY].some(way => ["hidden", "clip"].includes(way));
    if (cuts && e.textContent.trim() && (isWider || e.scrollHeight > e.clientHeight + 1))
      found.push(`cut off: ${name(e)}`);
  }
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.textContent.trim() || unseen(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      if (!scrolls(holder) && (box.right > wide + 1 || box.left < -1)) found.push(`out of the window: ${name(holder)}`);
      if (!sticks(holder)) texts.push({ node, holder, box });
    }
  }
  // Two lines cover each other when they share more than half the height of the lower one.
  texts.sort((a, b) => a.box.top - b.box.top);
  texts.forEach((one, index) => {
    for (const other of texts.slice(index + 1)) {
      if (other.box.top > one.box.bottom) break;
      if (other.node === one.node) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 2 && down > Math.min(one.box.height, other.box.height) / 2)
        found.push(`on top of each other: ${name(one.holder)} and ${name(other.holder)}`);
    }
  });
  return [...new Set(found)];
}"""

# Whatever stays in view while the page moves may hide nothing that has the focus, nor take a third of the window.
_STICKS: Final = """() => [...document.querySelectorAll("body *")].filter(e => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return ["sticky", "fixed"].includes(style.position) && box.height > 0 && style.display !== "none";
}).map(e => e.getBoundingClientRect().height)"""
_HIDDEN_FOCUS: Final = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  if (e === document.body || !box.width) return "";
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (e.contains(top) || top.contains(e) || [...(e.labels ?? [])].some(label => label.contains(top)));
  });
  return seen ? "" : `${e.tagName} ${e.textContent.trim().slice(0, 40)}`;
}"""


def reflow_faults(page: Any) -> list[str]:
    """Return what is wrong with a page that is open in a window of `ZOOMED`; the text is spaced wide from then on."""
    page.evaluate(_SPACED)
    found: list[str] = page.evaluate(_LOOKED_AT)
    heights: list[float] = page.evaluate(_STICKS)
    found += [f"takes {height:.0f} of the window" for height in heights if height > ZOOMED["height"] / 3]
    return found + (_hidden_from_the_keyboard(page) if heights else [])


def _hidden_from_the_keyboard(page: Any) -> list[str]:
    """Return what is covered when it has the focus, going through the page from its top to its end and back."""
    found = set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(page.locator("a[href], button, input, select, textarea, summary, [tabindex='0']").count()):
            page.keyboard.press(key)
            found.add(page.evaluate(_HIDDEN_FOCUS))
    return [f"covered while it has the focus: {one}" for one in found if one]
