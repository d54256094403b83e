"""The data for programs: all facts as JSON that its own schema allows, and each table as CSV."""

import csv
import json

import jsonschema
import pytest

from conftest import DATA, Site, words
from extras import downloads
from facts.items import entries, kinds

TABLES = {kind.id: kind for kind in kinds(DATA["guide"]).values() if kind.table}


def test_exercise_json_has_all_facts_and_fits_its_schema(site: Site) -> None:
    given = json.loads((site.folder / "downloads" / "exercise.json").read_text(encoding="utf-8"))
    schema = json.loads((site.folder / "downloads" / given["$schema"]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(given)
    facts = DATA.keys() - downloads.LEFT_OUT
    assert {name: value for name, value in given.items() if name != "$schema"} == {name: DATA[name] for name in facts}


def test_the_schema_refuses_what_the_guide_would_refuse(site: Site) -> None:
    given = json.loads((site.folder / "downloads" / "exercise.json").read_text(encoding="utf-8"))
    schema = json.loads((site.folder / "downloads" / "exercise.schema.json").read_text(encoding="utf-8"))
    given["cues"][0]["wy"] = given["cues"][0].pop("why")
    assert not jsonschema.Draft202012Validator(schema).is_valid(given)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_s_csv_has_the_rows_of_the_page(site: Site, name: str) -> None:
    kind = TABLES[name]
    text = (site.folder / "downloads" / f"{name}.csv").read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    assert head == [*kind.table]
    assert [row[0] for row in rows] == [entry["id"] for entry in entries(DATA, kind.of)]
    shown = " ".join(words(table) for table in site.tree(kind.page).iter("table"))
    assert rows
    for row in rows:
        for column, cell in zip(kind.table, row, strict=True):
            if cell and column not in ("id", "level", "each_side", "squeeze"):
                assert cell in shown


@pytest.mark.parametrize("name", TABLES)
def test_a_page_links_the_data_that_it_shows(site: Site, name: str) -> None:
    links = [link.get("href") for link in site.tree(TABLES[name].page).iter("a")]
    assert f"../downloads/{name}.csv" in links
    assert "../downloads/exercise.json" in links
