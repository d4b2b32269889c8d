# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: Chromium, driven by page_browser.cjs. One browser does all checks."""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import time

import pytest
from conftest import Program
from saved_pictures import BERLIN, ROOT, SavedPictures, moment, real_picture

SCRIPT = pathlib.Path(__file__).with_name("page_browser.cjs")
TOOLS = pathlib.Path(os.environ.get("RING_SNAPSHOT_BROWSER_TOOLS", ROOT / "build" / "browser"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "</script><img src=x onerror='window.hostile=1'>\u202e"


def save_pictures(pictures):
    """Five cameras in five states, and days to look at; facts of them for the checks."""
    now = time.time()
    for number in range(12):
        pictures.add(1000, "Front Door", now - 60 - number * 300)
    for number in range(24):
        pictures.add(1000, "Front Door", moment("2026-09-21 12:00") + number * 300, brightness=5 if number == 1 else 90)
    for number in range(50):
        pictures.add(1000, "Front Door", moment("2026-10-25 00:00") + number * 1800)
    for number in range(46):
        pictures.add(1000, "Front Door", moment("2026-03-29 00:00") + number * 1800)
    pictures.add(2000, "Garage", now - 3 * 3600 - 60)
    pictures.add(3000, HOSTILE, now - 30)
    pictures.path(pictures.add(4000, "Attic", now - 30)).unlink()
    for number in range(10):
        pictures.add(5000, "Garden", now - 60 - number * 60, same=True)
    return {
        "tiles": [[HOSTILE, "Current"], ["Attic", "Picture missing"], ["Front Door", "Current"], ["Garage", "Old"],
                  ["Garden", "Frozen or covered"]],
        "hostile": HOSTILE,
        "today": datetime.datetime.fromtimestamp(now - 60, BERLIN).strftime("day=%Y-%m-%d"),
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What each check found: None, or what was wrong."""
    if CHROMIUM is None or shutil.which("node") is None or not (TOOLS / "playwright-core").is_dir():
        pytest.skip("no Chromium, node, playwright-core and axe-core: run scripts/setup")
    program = Program(tmp_path_factory.mktemp("browser"))
    pictures = SavedPictures(program, real_picture)
    facts = save_pictures(pictures)
    # Some other picture of the first camera.
    [(facts["other"],)] = pictures.connection.execute("SELECT min(id) + 1 FROM picture")
    pictures.close()
    gallery = program.run("gallery", program.work)
    assert gallery.code == 0, gallery
    server = program.start("serve", "--listen", "127.0.0.1:0")
    try:
        config = {
            **facts,
            "tools": str(TOOLS),
            "chromium": CHROMIUM,
            "url": server.stdout.readline().decode().strip(),
            "gallery": (program.work / "index.html").as_uri(),
            "only": os.environ.get("RING_SNAPSHOT_BROWSER_ONLY", ""),
        }
        done = subprocess.run(["node", SCRIPT, json.dumps(config)], capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        yield json.loads(done.stdout)
    finally:
        server.kill()
        server.communicate()


def test_every_check_in_the_browser_is_well(results):
    assert results
    assert {name: found for name, found in results.items() if found is not None} == {}
