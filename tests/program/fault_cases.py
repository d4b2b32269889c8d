# SPDX-License-Identifier: Apache-2.0
"""What the fault matrix is made of: parts, which are tables, and their cells."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Case:
    """One cell."""

    part: "Part"
    fault: str
    command: str
    expected: str

    @property
    def code(self):
        return int(self.expected[0])

    @property
    def saves(self):
        """Whether each picture asked for is there at the end."""
        return self.expected == "0" and self.command.split()[0] in ("get", "watch")

    @property
    def name(self):
        return f"{self.part.title}: {self.fault}: {self.command}"


@dataclasses.dataclass(frozen=True)
class Part:
    """A table of cells."""

    title: str
    #: What fails, in a sentence for docs/reliability.md.
    about: str
    #: Heading (the commands) and rows, columns parted by two blanks or more.
    table: str
    #: Where the faults strike.
    routes: tuple = ()
    #: The simulator's options.
    options: tuple = ()
    #: The access token has run out, so that the session has to be renewed first.
    expired: bool = False
    #: Faults that are there in every row: (route, fault).
    always: tuple = ()
    #: The fault strikes once only.
    once: bool = False

    @property
    def cases(self):
        rows = [row.strip() for row in self.table.splitlines() if row.strip()]
        lines = [re.split(r"\s{2,}", row) for row in rows]
        commands = lines[0][1:]
        for fault, *cells in lines[1:]:
            assert len(cells) == len(commands), f"{self.title}: {fault}"
            for command, expected in zip(commands, cells):
                if expected != "-":
                    yield Case(self, fault, command, expected)
