"""Finishes what authors write with the builder's extensions, for readers that these forget."""

from selectolax.lexbor import LexborHTMLParser

from pages.light import element


def finish(page: LexborHTMLParser) -> None:
    """Make authors' notes, lists, icons and tables as open to all as the rest of the page.

    It changes only what no template of this project writes.
    """
    for box in page.css("details"):
        box.attrs["class"] = f"admonition {box.attributes.get('class') or ''}"
    for task in page.css(".task-list-item [type=checkbox]"):
        task.attrs["aria-label"] = "Done" if "checked" in task.attributes else "To do"
    for emoji in page.css("img.twemoji"):
        # A picture would come from another host, which the policy refuses.
        emoji.replace_with(emoji.attributes.get("alt") or "")
    for icon in page.css("span.twemoji[title]"):
        icon.attrs["role"] = "img"
    # A screen narrower than the table shows it in a frame, which moves by touch and by keys.
    for number, table in enumerate(page.css("table:not([class])"), 1):
        frame = f'<div class="plain-table" role="region" aria-label="Table {number}" tabindex="0">{table.html}</div>'
        table.replace_with(element(frame, "div"))
