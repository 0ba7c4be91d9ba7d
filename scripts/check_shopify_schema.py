"""Checks the questions to Shopify, and the stand-in's part of its schema, against the whole that Shopify publishes.

npm pack @shopify/dev-mcp && tar xzf shopify-dev-mcp-*.tgz
PYTHONPATH=.:tests/actions python scripts/check_shopify_schema.py package/dist/data/admin_2026-10.json.gz
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from graphql import GraphQLEnumType, GraphQLSchema, build_client_schema, parse, validate
from shopify_schema import schema

from actions.connect.shopify import queries

#: What the stand-in calls by another name, or has as another kind.
_OWN = frozenset({"Query"})


def differences(real: GraphQLSchema) -> Iterator[str]:
    """What Shopify would refuse, and what it has otherwise than the stand-in."""
    for name, query in vars(queries).items():
        if name.isupper() and not name.startswith("_"):
            yield from (f"{name}: {error.message}" for error in validate(real, parse(query)))
    for name, kind in schema().type_map.items():
        there = real.type_map.get(name)
        if name.startswith("__") or name in _OWN:
            continue
        if there is None:
            yield f"{name}: is no type"
        elif isinstance(kind, GraphQLEnumType) and isinstance(there, GraphQLEnumType):
            yield from (f"{name}: {value}" for value in sorted(kind.values.keys() ^ there.values.keys()))
        else:
            fields, real_fields = getattr(kind, "fields", {}), getattr(there, "fields", {})
            for field, value in fields.items():
                is_one = str(real_fields[field].type) if field in real_fields else "not there"
                if is_one != str(value.type):
                    yield f"{name}.{field}: {value.type} is {is_one}"


def main() -> int:
    """Print what differs; 1 where anything does."""
    told = json.loads(gzip.decompress(Path(sys.argv[1]).read_bytes()))
    found = list(differences(build_client_schema(told.get("data", told), assume_valid=True)))
    sys.stdout.write("".join(f"{each}\n" for each in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
