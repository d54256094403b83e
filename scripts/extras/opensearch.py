"""Describes the search to browsers, which can then ask it from their own bar: https://github.com/dewitt/opensearch."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from facts.site import Settings

FILE = "opensearch.xml"
"""Where the description is, from the site's address."""
XMLNS = "http://a9.com/-/spec/opensearch/1.1/"


def opensearch(site: Settings) -> dict[str, bytes]:
    """Return the description by its address, where the site has the page that takes a query in its own address."""
    if not site.words_page:
        return {}
    page = f"{site.url}{site.words_page}/"
    root = Element("OpenSearchDescription", xmlns=XMLNS)
    texts = {
        "ShortName": site.short_name,
        "Description": site.description or site.name,
        "InputEncoding": "UTF-8",
    }
    for tag, text in texts.items():
        SubElement(root, tag).text = text
    SubElement(root, "Image", type="image/svg+xml").text = f"{site.url}assets/favicon.svg"
    SubElement(root, "Url", type="text/html", template=f"{page}?q={{searchTerms}}")
    indent(root)
    return {FILE: tostring(root, "utf-8", xml_declaration=True) + b"\n"}
