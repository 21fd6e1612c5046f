"""The import contract that other apps are entered only through their public doors."""

from collections.abc import Iterator
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output


class PublicDoors(Contract):
    """Refuse an import that walks into another app past its doors.

    Options: `root` is the root package, `doors` are the rooms that any app may import, `open_to_all`
    are the apps whose every room is a door.
    """

    type_name = "public_doors"

    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    open_to_all = fields.SetField(subfield=fields.StringField())
    broken_contract_guidance = fields.TextField(required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return whether every import between two apps goes through a door."""
        intrusions = sorted(self._intrusions(graph))
        return ContractCheck(kept=not intrusions, metadata={"intrusions": intrusions})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that must go."""
        for importer, imported in check.metadata["intrusions"]:
            output.print_error(f"{importer} -> {imported}")

    def _intrusions(self, graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
        root, doors, open_to_all = _text(self.root), _texts(self.doors), _texts(self.open_to_all)
        apps = {module.removeprefix(f"{root}.") for module in graph.find_children(root)}
        for importer in graph.modules:
            if not importer.startswith(f"{root}."):
                continue
            home = importer.split(".")[1]
            for imported in graph.find_modules_directly_imported_by(importer):
                top, app, room = (*imported.split("."), "", "")[:3]
                guarded = top == root and app in apps - open_to_all - {home}
                if guarded and room not in doors and home != "project":
                    yield importer, imported


def _text(field: Any) -> str:
    """Return what the contract's base class put in place of a field."""
    return str(field)


def _texts(field: Any) -> set[str]:
    return set(field)
