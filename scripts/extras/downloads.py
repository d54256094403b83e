"""Gives the guide's data to programs: all of it as JSON with its schema, and each table as CSV."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facts.items import entries, kinds
from facts.schema import Schemas, load_schemas
from facts.words import written

LEFT_OUT = {"defs", "figures", "guide", "permalinks", "rep", "search", "sheet"}
"""What is about the site and not about the exercise."""
FOLDER = "downloads"


def names(datasets: Mapping[str, Any]) -> list[str]:
    """Return the addresses of all downloads, from the site's."""
    tables = [kind.id for kind in kinds(datasets["guide"]).values() if kind.table]
    return [f"{FOLDER}/exercise.json", f"{FOLDER}/exercise.schema.json", *(f"{FOLDER}/{name}.csv" for name in tables)]


def downloads(datasets: Mapping[str, Any], schemas: Path) -> dict[str, bytes]:
    """Return each of `names` with its content, from the checked datasets and the folder of their schemas."""
    given = {name: value for name, value in datasets.items() if name not in LEFT_OUT}
    texts = [
        as_json({"$schema": "exercise.schema.json", **given}),
        as_json(whole_schema(load_schemas(schemas))),
        *(as_csv(entries(datasets, kind.of), kind.table) for kind in kinds(datasets["guide"]).values() if kind.table),
    ]
    return {name: text.encode() for name, text in zip(names(datasets), texts, strict=True)}


def whole_schema(schemas: Schemas) -> dict[str, Any]:
    """Return one schema for exercise.json, made of the datasets' own."""
    shared = dict(schemas["defs"]["$defs"])
    parts = {
        name: json.loads(json.dumps(schema).replace("defs.json#/$defs/", "#/$defs/"))
        for name, schema in schemas.items()
        if name not in LEFT_OUT
    }
    for part in parts.values():
        part.pop("$schema")
        shared |= part.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "All facts of the guide",
        "type": "object",
        "additionalProperties": False,
        "required": sorted(parts),
        "properties": {"$schema": {"type": "string"}, **parts},
        "$defs": shared,
    }


def as_json(value: Any) -> str:
    """Write a value as JSON that a person can read, too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_csv(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    """Return the rows under a line of column names, as RFC 4180 has them, for a spreadsheet in any language."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row.get(column, "")) for column in columns] for row in rows)
    return "\ufeff" + text.getvalue()


def cell(value: Any) -> str:
    """Write one value of a table."""
    return "yes" if value is True else written(value)
