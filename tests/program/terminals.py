# SPDX-License-Identifier: Apache-2.0
"""Terminals that answer as known ones do, and the pictures that are drawn on them."""

import base64
import re
import subprocess
import zlib

import pexpect

ASKED = b"\x1b[c"
ANSWERS = {
    "kitty": b"\x1bP>|kitty(0.35.2)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c",
    "iterm": b"\x1bP>|iTerm2 3.5.0\x1b\\\x1b[6;20;10t\x1b[?62;4c",
    "sixel": b"\x1bP>|foot(1.13.1)\x1b\\\x1b_Gi=31;ENOTSUPP\x1b\\\x1b[6;20;10t\x1b[?62;4;22c",
    "bare": b"\x1bP>|XTerm(379)\x1b\\\x1b[6;20;10t\x1b[?64;1;2;6;9;15;22c",
    "silent": None,
}


def start(program, *arguments, simulator=None, env=None, dimensions=(40, 100)):
    environment = program.environment(
        simulator, **{"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})})
    return pexpect.spawn(str(program.path), [*map(str, arguments)], cwd=program.work, timeout=20,
                         env=environment, dimensions=dimensions)


def play(child, answer):
    """Answers each question; all that was shown."""
    shown = b""
    while child.expect_exact([ASKED, pexpect.EOF]) == 0:
        shown += child.before + child.after
        if answer is not None:
            child.send(answer)
    child.wait()
    return shown + child.before


class Pixels:
    """A picture: three bytes a pixel."""

    def __init__(self, width, height, rgb):
        self.width, self.height, self.rgb = width, height, bytes(rgb)

    def scaled(self, width, height):
        """Each pixel the mean of those that it stands for."""
        result = bytearray()
        for y in range(height):
            rows = range(y * self.height // height, (y + 1) * self.height // height)
            for x in range(width):
                start, end = x * self.width // width, (x + 1) * self.width // width
                parts = [self.rgb[(row * self.width + start) * 3 : (row * self.width + end) * 3]
                         for row in rows]
                part = b"".join(parts)
                result += bytes(round(sum(part[i::3]) * 3 / len(part)) for i in range(3))
        return Pixels(width, height, result)

    def difference(self, other):
        """What the channels of the two differ by in the mean."""
        assert (self.width, self.height) == (other.width, other.height)
        return sum(abs(a - b) for a, b in zip(self.rgb, other.rgb)) / len(self.rgb)


def decoded(jpeg):
    data = subprocess.run(["djpeg", "-rgb"], input=jpeg, capture_output=True, check=True).stdout
    _, size, _, rgb = data.split(b"\n", 3)
    return Pixels(*map(int, size.split()), rgb)


def kitty_picture(shown):
    parts = re.findall(rb"\x1b_G([^;]*m=[01]);([^\x1b]*)\x1b\\", shown)
    keys = dict(key.split(b"=") for key in parts[0][0].split(b","))
    assert [keys[b"a"], keys[b"f"], keys[b"o"], keys[b"q"]] == [b"T", b"24", b"z", b"2"]
    assert all(len(data) <= 4096 for _, data in parts)
    rgb = zlib.decompress(base64.b64decode(b"".join(data for _, data in parts)))
    return Pixels(int(keys[b"s"]), int(keys[b"v"]), rgb), int(keys[b"c"])


def iterm_picture(shown):
    [data] = re.findall(rb"\x1b\]1337;File=inline=1;[^:]*:([^\x07]*)\x07", shown)
    return base64.b64decode(data)


def sixel_picture(shown):
    [(width, height, body)] = re.findall(
        rb"\x1bP0;1;0q\"1;1;(\d+);(\d+)([^\x1b]*)\x1b\\", shown, re.DOTALL)
    width, height = int(width), int(height)
    assert len(body) < 1_000_000
    rgb = bytearray(width * height * 3)
    palette, color, x, y = {}, 0, 0, 0
    for number, red, green, blue, chosen, count, repeated, sign in re.findall(
            rb"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~$-])", body):
        if number:
            palette[int(number)] = bytes(round(int(c) * 2.55) for c in (red, green, blue))
        elif chosen:
            color = palette[int(chosen)]
        elif sign in (b"$", b"-"):
            x, y = 0, y + (6 if sign == b"-" else 0)
        else:
            bits = (repeated or sign)[0] - 63
            for _ in range(int(count or 1)):
                for row in range(6):
                    if bits >> row & 1:
                        at = ((y + row) * width + x) * 3
                        rgb[at : at + 3] = color
                x += 1
    return Pixels(width, height, rgb)


def block_picture(shown):
    """The picture that half blocks in 24 bits show."""
    rows = []
    for line in shown.decode().splitlines():
        if "▀" not in line:
            continue
        upper, lower, above, below = [], [], None, None
        for numbers, block in re.findall(r"\x1b\[([\d;]*)m|(▀)", line):
            if block:
                upper.append(above)
                lower.append(below)
            elif numbers != "0":
                values = [int(number) for number in numbers.split(";")]
                assert values[:2] == [38, 2] and values[5:7] in ([48, 2], [])
                above, below = bytes(values[2:5]), bytes(values[7:10])
        rows.append(upper)
        if below:
            rows.append(lower)
    return Pixels(len(rows[0]), len(rows), b"".join(b"".join(row) for row in rows))
