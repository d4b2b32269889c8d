# SPDX-License-Identifier: Apache-2.0
"""As much of a terminal as the program needs: text, line ends, going up, erasing, colours, links."""

import re
import unicodedata

LINKS = re.compile(r"\x1b\]8;;[^\x1b]*\x1b\\")
TOKENS = re.compile(r"\x1b\[(\d*)([A-Za-z])|(\r)|(\n)|(.)", re.DOTALL)


class Screen:
    """What a terminal of this size shows after `shown`, with what has scrolled out above it."""

    def __init__(self, shown, rows, columns):
        self.rows = rows
        self.columns = columns
        self.all_lines = [[]]
        self.row = self.column = 0
        for number, command, back, down, character in TOKENS.findall(LINKS.sub("", shown)):
            if command:
                self._obey(command, int(number or 1))
            elif back:
                self.column = 0
            elif down:
                self._go_down()
            else:
                self._put(character)

    @property
    def lines(self):
        """All lines without blanks at their ends; none for empty ones at the end."""
        lines = ["".join(line).rstrip() for line in self.all_lines]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def _go_down(self):
        self.row += 1
        if self.row == len(self.all_lines):
            self.all_lines.append([])

    def _put(self, character):
        if self.column >= self.columns:
            self.column = 0
            self._go_down()
        line = self.all_lines[self.row]
        line += [" "] * (self.column - len(line))
        line[self.column : self.column + 1] = [character]
        self.column += 2 if unicodedata.east_asian_width(character) in "WF" else 1

    def _obey(self, command, number):
        if command == "A":
            window = max(0, len(self.all_lines) - self.rows)
            self.row = max(window, self.row - number)
        elif command in "KJ":
            del self.all_lines[self.row][self.column :]
            if command == "J":
                del self.all_lines[self.row + 1 :]
