"""Says in schema.org's words what each page is: an article, a how-to, and where it stands on the site."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from items import STEP, Item

HEAD_END = "</head>"


def with_structured_data(html: str, *things: Mapping[str, Any]) -> str:
    """Return the page with these things in its head."""
    texts = (json.dumps(thing, ensure_ascii=False).replace("<", "\\u003c") for thing in things)  # no tag ends a script
    scripts = "".join(f'<script type="application/ld+json">{text}</script>\n' for text in texts)
    return html.replace(HEAD_END, scripts + HEAD_END, 1)


def article(said: Mapping[str, str], head: Mapping[str, str], home: str) -> dict[str, Any]:
    """Return the page as an article. `said`: its Open Graph values and its heading; `head`: its front matter."""
    publisher = {"@type": "Organization", "name": said["og:site_name"], "url": home}
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": said["h1"],
        "description": said["og:description"],
        "url": said["og:url"],
        "image": said["og:image"],
        "datePublished": head["published"],
        "dateModified": head["updated"],
        "author": publisher,
        "publisher": publisher,
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def how_to(said: Mapping[str, str], items: Iterable[Item], home: str) -> dict[str, Any]:
    """Return the steps among the items as a how-to."""
    steps = [
        {
            "@type": "HowToStep",
            "position": item.place,
            "name": item.title,
            "text": item.sentence,
            "url": f"{home}{item.section}",
            "image": f"{home}cards/{item.url.rstrip('/')}.png",
        }
        for item in items
        if item.kind is STEP
    ]
    return {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": said["h1"],
        "description": said["og:description"],
        "image": said["og:image"],
        "step": steps,
    }


def breadcrumbs(*places: tuple[str, str]) -> dict[str, Any]:
    """Return the way from the home page to a page: names and addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": index, "name": name, "item": address}
            for index, (name, address) in enumerate(places, 1)
        ],
    }
