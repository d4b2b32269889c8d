# SPDX-License-Identifier: Apache-2.0
"""What many cameras cost, as tables."""

from report import table, verdict

#: For one watch, and for all of them together.
LIMIT_MIB = {1: 150, 10: 250}
LIMIT_CORE_PERCENT = 20
LEAST_RATIO = 0.8


def fleet(results):
    return "\n\n".join([watches_table(results["rows"]), backlog_table(results["backlog"])])


def watches_table(rows):
    def line(text, write):
        return [text, *(write(row) for row in rows)]

    lines = [
        line("pictures saved and uploaded", lambda r: f"{r['pictures']:,}"),
        line("cameras whose newest picture the broker has", lambda r: f"{r['published']:,}"),
        line("processor, a picture", lambda r: f"{r['cpu_ms']:.1f} ms"),
        line("of a core, at one picture in five minutes, target",
             lambda r: verdict(r["core_percent"], LIMIT_CORE_PERCENT, " %")),
        line("memory, all together at the peak, target",
             lambda r: verdict(r["memory_kib"] / 1024, LIMIT_MIB[r["watches"]], " MiB")),
        line("requests to Ring, a picture", lambda r: f"{r['requests'] / r['pictures']:.2f}"),
    ]
    if all("backlog" in row for row in rows):
        lines += [line("pictures that waited at the end of an outage of two minutes",
                       lambda r: f"{r['backlog']:,}"),
                  line("until none waited any more", lambda r: f"{r['caught_up_s']:.0f} s")]
    lines.append(line("pictures that wait at the end", lambda r: f"{r['waiting_at_end']:,}"))
    return table(["ten rounds, one a minute" if rows[0]["rounds"] == 10 else f"{rows[0]['rounds']} rounds",
                  *(f"{r['watches']} × {r['cameras']:,} cameras" for r in rows)], lines)


def backlog_table(backlog):
    ratio = backlog["ratio"]
    return table(
        [f"a backlog of {backlog['pictures']:,} pictures of 40 KB", "curl, signed before", "`upload`", "target"],
        [["time", f"{backlog['curl_s']:.1f} s", f"{backlog['s']:.1f} s",
          f"{ratio:.2f} × curl's rate {'≥' if ratio >= LEAST_RATIO else '**<**'} {LEAST_RATIO}"],
         ["processor", f"{backlog['curl_cpu_s']:.1f} s", f"{backlog['cpu_s']:.1f} s", ""],
         ["peak memory", "", f"{backlog['rss_kib'] / 1024:.1f} MiB", ""]])
