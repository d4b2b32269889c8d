# SPDX-License-Identifier: Apache-2.0
"""The tables, as text that is Markdown too."""


def table(head, rows):
    """Columns under `head`; all but the first are set to the right."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]

    def show(line):
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        return "| " + " | ".join(cells) + " |"

    rule = "|" + "|".join(["-" * (widths[0] + 2)] + ["-" * (w + 1) + ":" for w in widths[1:]]) + "|"
    return "\n".join([show(head), rule, *map(show, rows)])


def verdict(value, limit, unit=""):
    """`value` beside its target."""
    return f"{value:.2f}{unit} {'≤' if value <= limit else '**>**'} {limit}{unit}"


def one_camera(rows):
    """A table for each program."""
    programs = dict.fromkeys(row["program"] for row in rows)
    texts = [one_camera_table(name, [row for row in rows if row["program"] == name]) for name in programs]
    return "\n\n".join(texts) + f"\n\nRequests of a run: {rows[-1]['requests']}."


def one_camera_table(program, rows):
    lines = []
    for row in rows:
        at = f"{row['round_trip_ms']} ms"
        processor = [f"{row['curl_cpu_ms']:.1f} ms", f"{row['cpu_ms']:.1f} ms"]
        if row["is_first"]:
            lines.append([f"processor, {at}, first run", *processor, f"{row['cpu_ratio']:.2f}"])
            continue
        wall_limit = 1.05 if row["round_trip_ms"] else None
        lines += [
            [f"wall time, {at}", f"{row['curl_wall_ms']:.0f} ms", f"{row['wall_ms']:.0f} ms",
             verdict(row["wall_ratio"], wall_limit) if wall_limit else f"{row['wall_ratio']:.2f}"],
            [f"processor, {at}", *processor, verdict(row["cpu_ratio"], 1.3)],
            [f"peak memory, {at}", f"{row['curl_rss_kib'] / 1024:.1f} MiB",
             f"{row['rss_kib'] / 1024:.1f} MiB", verdict(row["rss_ratio"], 1.3)],
        ]
    return table(["one camera, cached", "curl", program, "ratio, target"], lines)


def many_cameras(rows):
    lines = []
    for row in rows:
        memory = row["rss_per_camera_kib"]
        ratio = row["wall_ratio"]
        lines.append([
            f"{row['cameras']} {row['pictures']}", f"{row['critical_path_ms']:.0f} ms",
            f"{row['wall_ms']:.0f} ms",
            verdict(ratio, 1.3) if row["cameras"] == 100 else f"{ratio:.2f}",
            f"{row['cpu_ms']:.0f} ms", f"{row['rss_kib'] / 1024:.1f} MiB",
            "" if memory is None else f"{memory:.0f} KiB", str(row["connections"]),
            str(row["tls_handshakes"]), str(row["requests"])])
    return table(["cameras", "critical path", "wall time", "ratio", "processor", "peak memory",
                  "per camera more", "connections", "TLS handshakes", "requests"], lines)


def start_up(rows):
    return table(["start-up", "instructions", "ratio, target"],
                 [[r["command"], f"{r['instructions'] / 1e6:.2f} million",
                   "" if r is rows[0] else verdict(r["ratio"], 1.0)] for r in rows])


def parts(rows):
    return table(["part", "processor time"], [[r["part"], time(r["cpu_us"])] for r in rows])


def time(microseconds):
    if microseconds >= 10_000:
        return f"{microseconds / 1000:.0f} ms"
    if microseconds >= 100:
        return f"{microseconds / 1000:.2f} ms"
    return f"{microseconds:.2f} µs"


def peers(rows):
    return table(["10 cameras, cached", "wall time", "processor", "peak memory"],
                 [[r["client"], f"{r['wall_ms']:.0f} ms", f"{r['cpu_ms']:.0f} ms",
                   f"{r['rss_kib'] / 1024:.1f} MiB"] for r in rows])
