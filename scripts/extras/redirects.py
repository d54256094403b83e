"""Leads readers of an address that is gone to its new home, with and without JavaScript."""

from collections import defaultdict
from collections.abc import Mapping

from extras.partials import render


def redirects(moved: Mapping[str, str], home: str) -> dict[str, bytes]:
    """Return a small page for each page that is gone, and `_redirects`, by their addresses from the site's.

    `moved`: old and new addresses from the site's own, as in the registry. `home`: the site's address.
    """
    anchors = anchors_of(moved)
    pages = {old: new for old, new in moved.items() if "#" not in old}
    texts = {
        f"{old.strip('/')}/index.html": render(
            "pages/moved.html", home=home, new=new.lstrip("/"), up="../" * depth(old), anchors=anchors.get(old, {})
        )
        for old, new in pages.items()
    }
    # A host answers by these rules before the small page is asked for. A page whose anchors have homes of their own may
    # not be among them, since a host never sees which anchor was asked for.
    if rules := "".join(f"{old} {new} 301\n" for old, new in pages.items() if old not in anchors):
        texts["_redirects"] = rules
    return {name: text.encode() for name, text in texts.items()}


def anchors_of(moved: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the new home of each anchor that is gone, as a link from its page, by the page's address."""
    anchors: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for old, new in moved.items():
        page, _, anchor = old.partition("#")
        if anchor:
            anchors[page][anchor] = "../" * depth(page) + new.lstrip("/") or "./"
    return anchors


def depth(page: str) -> int:
    """Return how many folders below the site's own an address is."""
    return page.strip("/").count("/") + 1 if page.strip("/") else 0
