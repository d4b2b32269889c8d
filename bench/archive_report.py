# SPDX-License-Identifier: Apache-2.0
"""What the archive costs, as tables and as a picture."""

import math

from report import table, time, verdict

MIB = 1024 * 1024


def archive(results):
    return f"{sizes_table(results['sizes'])}\n\n{month_table(results['month'])}"


def round_of_a_camera(row):
    return row["round_us"] / row["cameras"]


def sizes_table(rows):
    last = rows[-1]

    def line(text, show, target):
        return [text, *map(show, rows), target]

    return table(
        ["pictures in the catalogue", *(f"{row['pictures']:,}" for row in rows), "target, at the most"],
        [
            line("a save, with its picture", lambda r: time(r["save_us"]), ""),
            line("of the same with the fewest", lambda r: f"{r['save_ratio']:.2f}",
                 verdict(last["save_ratio"], 1.2)),
            line("processor of a save", lambda r: time(r["save_cpu_us"]), ""),
            line("of the same with the fewest", lambda r: f"{r['save_cpu_ratio']:.2f}",
                 verdict(last["save_cpu_ratio"], 1.2)),
            line("written beside the picture", lambda r: f"{r['save_written'] / 1024:.1f} KiB",
                 verdict(last["save_written"] / 1024, 32, " KiB")),
            line("a camera's round that deletes nothing", lambda r: time(round_of_a_camera(r)), ""),
            line("deleting a camera's day (288)", lambda r: time(r["delete_us"]),
                 verdict(last["delete_us"] / 1e6, 1, " s")),
            line("a day's list", lambda r: time(r["day_us"]),
                 verdict(last["day_us"] / 1000, 5, " ms")),
            line("`status`", lambda r: f"{r['status_ms']:.0f} ms",
                 verdict(last["status_ms"] / 1000, 0.3, " s")),
            line("memory of saving and deleting", lambda r: f"{r['rss_kib'] / 1024:.1f} MiB",
                 verdict(last["rss_kib"] / 1024, 64, " MiB")),
            line("takeover of the older record", lambda r: f"{r['takeover_s']:.1f} s", ""),
            line("memory of that", lambda r: f"{r['takeover_rss_kib'] / 1024:.1f} MiB", ""),
            line("size of the catalogue", lambda r: f"{r['catalogue_bytes'] / MIB:.1f} MiB", ""),
        ])


def month_table(month):
    return table(
        [f"{month['seconds']} s of `watch`, {month['pictures']:,} pictures of {month['cameras']} cameras",
         "measured, target"],
        [
            ["peak memory", verdict(month["rss_kib"] / 1024, 64, " MiB")],
            ["written beside the pictures", verdict(month["written_beside"] / MIB, 8, " MiB")],
            ["processor", verdict(month["cpu_s"], 5, " s")],
            ["pictures saved, of those due", f"{month['saved']} of {month['due']}"],
            ["pictures deleted", str(month["deleted"])],
            ["end after SIGTERM", verdict(month["sigterm_s"], 2, " s")],
            ["`status`", verdict(month["status_s"], 0.2, " s")],
            ["takeover of the older record, before", f"{month['takeover_s']:.1f} s"],
        ])


# The picture

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 80, 220, 40, 50
LINES = (
    ("deleting a day", "#b3541e", lambda r: r["delete_us"]),
    ("status", "#7048c6", lambda r: r["status_ms"] * 1000),
    ("a save", "#1b6ca8", lambda r: r["save_us"]),
    ("a day's list", "#2a7d4f", lambda r: r["day_us"]),
    ("a round without deleting", "#8a6d00", round_of_a_camera),
)
STYLE = """text{font:13px sans-serif;fill:#222}.grid{stroke:#ccc}.back{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}.back{fill:#111}}"""


def draw(rows):
    """Both axes are logarithmic: what does not depend on the size is a level line."""
    values = [value(row) for _, _, value in LINES for row in rows]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = (math.log10(rows[i]["pictures"]) for i in (0, -1))

    def x(pictures):
        share = (math.log10(pictures) - first) / max(last - first, 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(microseconds):
        share = (math.log10(microseconds) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>',
             f'<text x="{LEFT}" y="22">Time, by the number of pictures in the catalogue</text>']
    for power in range(low, high + 1):
        at = y(10**power)
        parts += [f'<path class="grid" d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}"/>',
                  f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{axis_time(power)}</text>']
    for row in rows:
        at = x(row["pictures"])
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">'
                     f'{row["pictures"]:,}</text>')
    labels = place_labels([y(value(rows[-1])) for _, _, value in LINES])
    for (name, colour, value), label in zip(LINES, labels):
        points = " ".join(f"{x(r['pictures']):.1f},{y(value(r)):.1f}" for r in rows)
        parts += [f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" points="{points}"/>',
                  *(f'<circle fill="{colour}" r="3.5" cx="{x(r["pictures"]):.1f}" '
                    f'cy="{y(value(r)):.1f}"/>' for r in rows),
                  f'<text x="{WIDTH - RIGHT + 12}" y="{label + 4:.1f}" style="fill:{colour}">{name}</text>']
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="What the archive costs as it grows">\n<style>{STYLE}</style>\n'
            + "\n".join(parts) + "\n</svg>\n")


def axis_time(power):
    return {-1: "100 ns", 0: "1 µs", 1: "10 µs", 2: "100 µs", 3: "1 ms", 4: "10 ms", 5: "100 ms", 6: "1 s",
            7: "10 s"}.get(power, f"10^{power} µs")


def place_labels(wanted):
    """Labels at least a line apart, in the order of their lines."""
    placed = list(wanted)
    order = sorted(range(len(placed)), key=lambda i: placed[i])
    for before, after in zip(order, order[1:]):
        placed[after] = max(placed[after], placed[before] + 17)
    return placed
