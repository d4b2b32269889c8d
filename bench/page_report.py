# SPDX-License-Identifier: Apache-2.0
"""What looking at the archive costs, as tables."""

from report import table, verdict

ROWS = (("page", "`/`"), ("cameras", "its list of 20 cameras"), ("day", "the newest day of a camera"),
        ("middle_day", "a day in the middle"), ("month", "a month of the calendar"))
#: What the page asks for first must be there within this time, in milliseconds.
LIMIT_MS = 200
LIMIT_MIB = 20
FILM_LIMIT_PERCENT = 10


def page(results):
    return "\n\n".join([sizes_table(results["sizes"]), load_table(results["load"]),
                        gallery_table(results["gallery"]), film_table(results["film"])])


def sizes_table(rows):
    last = rows[-1]
    lines = [[text, *(f"{row[name]['ms']:.1f} ms (first: {row[name]['first_ms']:.0f})" for row in rows),
              verdict(max(last[name]["ms"], last[name]["first_ms"]), LIMIT_MS, " ms")]
             for name, text in ROWS]
    more = (last["rss_kib"] - rows[0]["rss_kib"]) / 1024
    lines.append(["peak memory", *(f"{row['rss_kib'] / 1024:.1f} MiB" for row in rows),
                  verdict(more, LIMIT_MIB, " MiB") + " more"])
    return table(["pictures in the catalogue", *(f"{row['pictures']:,}" for row in rows),
                  "target, at the most"], lines)


def load_table(load):
    def line(text, name, least):
        value = load[name]
        return [text, f"{load[name + '_nginx']:,.0f}", f"{value:,.0f}",
                f"{value:,.0f} {'≥' if value >= least else '**<**'} {least:,}"]

    return table(
        [f"`latest.jpg` of {load['bytes']:,} bytes, requests a second", "nginx, the same file", "`serve`",
         "target, at the least"],
        [line("the picture (200)", "whole", 1000), line("known already (304)", "known", 2000)])


def gallery_table(gallery):
    return table(
        [f"`gallery` of {gallery['pictures']:,} pictures", "measured, target"],
        [["the first time", verdict(gallery["first_s"], 5, " s")],
         ["again, with nothing new", verdict(gallery["second_s"], 1, " s")],
         ["peak memory", f"{gallery['rss_kib'] / 1024:.1f} MiB"]])


def film_table(film):
    share = 100 * film["cpu_s"] / film["ffmpeg_cpu_s"]
    return table(
        [f"`timelapse` of {film['pictures']:,} pictures", "measured, target"],
        [["the whole film", f"{film['s']:.1f} s"],
         ["processor of ffmpeg", f"{film['ffmpeg_cpu_s']:.1f} s"],
         ["our own, of that", verdict(share, FILM_LIMIT_PERCENT, " %")]])
