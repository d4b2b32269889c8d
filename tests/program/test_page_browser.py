# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: Chromium, driven by page_browser.cjs. One browser does all checks."""

import contextlib
import datetime
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time
import urllib.parse

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


class ParentPage(http.server.BaseHTTPRequestHandler):
    """A page that shows the address in its query in a frame."""

    def do_GET(self):
        framed = urllib.parse.unquote(self.path.partition("?")[2])
        body = (f'<!DOCTYPE html><link rel="icon" href="data:,"><iframe src="{framed}" width="1200" height="700">'
                "</iframe>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def framed_pages(program):
    """A page that others may show in a frame, as the checks are told of it: where browsers tell servers of
    frames, and where they do not, as over plain HTTP from another machine."""
    password = program.folder / "password"
    password.write_text("secret\n")
    [key] = program.run("serve", "--new-key", "panel").lines
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), ParentPage) as parent:
        threading.Thread(target=parent.serve_forever).start()
        port = parent.server_address[1]
        parents = [f"http://localhost:{port}/", f"http://home.test:{port}/"]
        server = program.start("serve", "--listen", "127.0.0.1:0", "--password-file", password, "--host", "camera.test",
                               *(option for each in parents for option in ("--frame-ancestor", each.rstrip("/"))))
        try:
            url = server.stdout.readline().decode().strip()
            yield [
                {"where": "on this machine", "parent": parents[0], "url": url, "key": key},
                {"where": "over plain HTTP", "parent": parents[1], "key": key,
                 "url": url.replace("127.0.0.1", "camera.test")},
            ]
        finally:
            server.kill()
            server.communicate()
            parent.shutdown()


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
        with framed_pages(program) as framed:
            config = {
                **facts,
                "tools": str(TOOLS),
                "chromium": CHROMIUM,
                "url": server.stdout.readline().decode().strip(),
                "framed": framed,
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
