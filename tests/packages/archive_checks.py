# SPDX-License-Identifier: Apache-2.0
"""What is tried with a packaged program and the pictures that it saved: the catalogue, the page, a bucket, a broker."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("RING_SNAPSHOT_SERVERS", str(ROOT / "build" / "servers"))
sys.path.insert(0, str(ROOT / "tests" / "program"))

# pylint: disable=wrong-import-position
import mqtt_broker  # noqa: E402
import object_store  # noqa: E402

from trial import DRIVEWAY, expect  # noqa: E402


def recorded(trial, settings="Settings.json"):
    """How many pictures the catalogue holds."""
    return len(trial.good("archive", "export", settings=settings).out.splitlines())


def records_pictures(trial):
    """status of the saved pictures"""
    expect(recorded(trial) >= 5, trial.good("status").out)
    expect("Driveway" in trial.good("status").out, trial.good("status").out)


def write_at_once(trial, settings):
    """Four processes write into the catalogue beside `settings`, which then is found whole."""
    before = recorded(trial, settings)

    def get(number):
        return trial.run("get", "--all", "--fresh", "--out", f"{settings}-{number}", "--json", settings=settings)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(get, range(4)))
    for run in runs:
        expect(run.returncode == 0, run.returncode, run.err)
    saved = sum(len(run.out.splitlines()) for run in runs)
    expect(recorded(trial, settings) == before + saved, before, saved, recorded(trial, settings))
    report = trial.good("archive", "check", settings=settings)
    expect("no errors" in report.out, report.out)


def writes_ahead(trial, settings):
    """Whether the catalogue has a write-ahead log, by the version of its format."""
    file = trial.folder / "settings" / f"{settings}.pictures.db"
    return file.read_bytes()[18:20] == bytes([2, 2])


def shares_the_catalogue(trial):
    """a catalogue that four processes write at once"""
    write_at_once(trial, "Settings.json")
    expect(writes_ahead(trial, "Settings.json"), "no write-ahead log")


def keeps_a_rollback_journal(trial):
    """the same where a write-ahead log cannot be had"""
    settings = "Rollback.json"
    folder = trial.folder / "settings"
    shutil.copy(folder / "Settings.json", folder / settings)
    # Stands where the log would be tried.
    (folder / f"{settings}.pictures.db.probe" / "in the way").mkdir(parents=True)
    write_at_once(trial, settings)
    expect(not writes_ahead(trial, settings), "a write-ahead log")


def finds_pictures(trial):
    """show"""
    found = json.loads(trial.good("show", "Driveway", "--json").out)
    expect(found["id"] == DRIVEWAY, found)


def makes_a_gallery(trial):
    """gallery"""
    trial.good("gallery", "gallery", "--copy")
    page = (trial.folder / "gallery" / "index.html").read_text()
    expect("<script" in page and "Driveway" in page, page[:300])
    days = list((trial.folder / "gallery" / "gallery" / "days").rglob("*.js"))
    expect(days and list((trial.folder / "gallery" / "gallery" / "pictures").rglob("*.jpg")), days)


def serves_the_page(trial):
    """serve: the page, and a picture as it was saved"""
    with serving(trial) as url:
        with urllib.request.urlopen(url, timeout=60) as answer:
            expect(b"<script" in answer.read(), answer.status)
        with urllib.request.urlopen(f"{url}cameras/{DRIVEWAY}/latest.jpg", timeout=60) as answer:
            data = answer.read()
    expect(data in {file.read_bytes() for file in trial.folder.rglob("*.jpg")}, len(data))


@contextlib.contextmanager
def serving(trial):
    process = trial.start("serve", "--listen", "127.0.0.1:0")
    try:
        line = process.stdout.readline().decode(errors="replace")
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        expect(found, line)
        yield found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def uploads(trial):
    """upload into a bucket of OpenStack Swift"""
    swift = object_store.Swift()
    try:
        bucket = swift.make_bucket()
        trial.good("upload", bucket.url("Ring"), "--quiet", **bucket.environment)
            # The same picture in two folders is one object.
        expect(5 <= len(bucket.keys) <= recorded(trial), len(bucket.keys), recorded(trial))
        expect(bucket.read(bucket.keys[0])[:3] == b"\xff\xd8\xff", bucket.keys[0])
        trial.good("upload", bucket.url("Ring"), "--check", **bucket.environment)
    finally:
        swift.stop()


def publishes(trial):
    """stills to mosquitto, over TLS"""
    certificate, key = trial.service.own
    both = trial.folder / "broker.pem"
    both.write_text(certificate.read_text() + key.read_text())
    both.chmod(0o644)
    broker = mqtt_broker.Broker(trial.folder, both, trial.service.authority.certificate)
    try:
        trial.good("watch", DRIVEWAY, "--fresh", "--count", "1", "--out", "watched", "--mqtt", broker.url(),
                   "--mqtt-ca", trial.runner.path(trial.service.authority.certificate), **broker.environment)
        kept = broker.retained()
        image = kept.get(f"ring-snapshot/{DRIVEWAY}/image", b"")
        expect(image in {file.read_bytes() for file in trial.pictures("watched")}, sorted(kept))
        expect(kept.get("ring-snapshot/status") == b"offline", sorted(kept))
    finally:
        broker.stop()


def reads_the_timeline(trial):
    """history, up to the films: the simulator's addresses of those are not secure behind another server"""
    result = trial.run("history", DRIVEWAY, "--out", "history", "--ffmpeg", trial.runner.stand_in)
    expect(result.returncode == 8, result.returncode, result.err)
    expect("that Ring has" in result.out + result.err, result.out, result.err)
    expect("not a secure one" in result.err, result.err)


ALL = (records_pictures, shares_the_catalogue, keeps_a_rollback_journal, finds_pictures, makes_a_gallery, serves_the_page,
       uploads, publishes, reads_the_timeline)


def left_out():
    """The checks that cannot be made here, and why."""
    result = {}
    if not object_store.is_available():
        result[uploads] = "Swift is not unpacked: run scripts/fetch-servers"
    if not mqtt_broker.is_available():
        result[publishes] = "mosquitto is not unpacked: run scripts/fetch-servers"
    return result
