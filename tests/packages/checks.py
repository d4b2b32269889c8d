# SPDX-License-Identifier: Apache-2.0
"""What is tried with a packaged program, each as a user would do it."""

import json
import stat

import archive_checks
from trial import CODE, DRIVEWAY, PASSWORD, USERNAME, expect


def starts(trial):
    """prints its version and its licences"""
    expect(trial.good("--version").out.startswith("ring-snapshot "), "version")
    licences = trial.good("--licenses").out
    expect("Apache License" in licences and "curl" in licences, licences[:200])


def explains(trial):
    """help, with what stands beside it"""
    wrong = trial.run("service", "instal", "--help")
    expect(wrong.returncode == 2 and "did you mean install?" in wrong.err, wrong.returncode, wrong.err)
    expect(trial.good("service", "install", "--help", "--ascii").out.isascii(), "--ascii")


def login_by_token(trial):
    """login by the token endpoint"""
    trial.good("login", "--username", USERNAME, "--password-file", "-", "--2fa-code", CODE,
               "--flow", "token", text=PASSWORD + "\n")


def login_by_browser(trial):
    """login by the browser's flow"""
    trial.good("login", "--username", USERNAME, "--password-file", "-", "--2fa-code", CODE,
               "--flow", "browser", text=PASSWORD + "\n", settings="Browser.json")
    trial.good("list", settings="Browser.json")


def settings_are_private(trial):
    """settings readable by their owner alone"""
    file = trial.folder / "settings" / "Settings.json"
    expect("refresh" in file.read_text().lower(), "no login in the settings")
    # wine shows the rights of Administrators as those of a group.
    others = 0o007 if trial.runner.windows else 0o077
    expect(stat.S_IMODE(file.stat().st_mode) & others == 0, oct(file.stat().st_mode))


def lists(trial):
    """list"""
    trial.service.any_tls.forget()
    cameras = [json.loads(line) for line in trial.good("list", "--json").out.splitlines()]
    expect(len(cameras) >= 6 and "Driveway" in {c["name"] for c in cameras}, cameras)


def speaks_http2(trial):
    """HTTP/2"""
    expect({http for _, http in trial.service.any_tls.seen()} == {"h2"}, trial.service.any_tls.seen())


def gets_all(trial):
    """cached pictures of all cameras at once"""
    lines = trial.good("get", "--all", "--cached", "--out", "cached", "--json").out.splitlines()
    saved = [json.loads(line) for line in lines]
    files = trial.pictures("cached")
    expect(len(saved) >= 5 and len(files) == len(saved), saved, files)
    for file in files:
        data = file.read_bytes()
        expect(data[:3] == b"\xff\xd8\xff" and data[-2:] == b"\xff\xd9", file)
    ages = {round(file.stat().st_mtime) for file in files}
    expect(len(ages) > 1, "the files have no capture times", ages)


def gets_fresh(trial):
    """a fresh picture"""
    lines = trial.good("get", DRIVEWAY, "--fresh", "--out", "fresh", "--json").out.splitlines()
    expect(json.loads(lines[0])["fresh"] is True, lines)


def names_and_replaces(trial):
    """names beyond ASCII, and a file replaced over and over"""
    for _ in range(2):
        trial.good("get", DRIVEWAY, "--fresh", "--out", "Größe 関", "--name", "Türe 玄関.jpg")
    files = trial.pictures("Größe 関")
    expect([file.name for file in files] == ["Türe 玄関.jpg"], files)


def writes_to_stdout(trial):
    """a picture on standard output"""
    data = trial.good("get", DRIVEWAY, "--out", "-").stdout
    expect(data[:3] == b"\xff\xd8\xff" and data[-2:] == b"\xff\xd9", data[:20])


def old_form(trial):
    """the old command line, under the old name"""
    trial.good("-deviceid", DRIVEWAY, "-out", "old", "-forceupdate", "-validateimage",
               program=trial.old_program)
    expect(len(trial.pictures("old")) == 1, trial.pictures("old"))


def tls_12(trial):
    """a server of TLS 1.2 only"""
    trial.service.only_12.forget()
    trial.good("list", front=trial.service.only_12)
    expect({tls for tls, _ in trial.service.only_12.seen()} == {"TLSv1.2"}, "version of TLS")


def tls_13(trial):
    """a server of TLS 1.3 only"""
    trial.service.only_13.forget()
    trial.good("list", front=trial.service.only_13)
    expect({tls for tls, _ in trial.service.only_13.seen()} == {"TLSv1.3"}, "version of TLS")


def misses_tls_12(trial):
    """doctor where TLS 1.2 is switched off"""
    with trial.runner.without_tls_12():
        result = trial.run("doctor")
    expect(result.returncode == 8 and "must have TLS 1.2 switched on" in result.out, result.returncode, result.out)


def refuses_wrong_host(trial):
    """a certificate for another host refused"""
    trial.refused("certificate", front=trial.service.wrong_host)


def refuses_unknown_authority(trial):
    """an unknown CA refused"""
    trial.refused("certificate", authority=trial.service.other_authority)


def works_on_old_kernels(trial):
    """nothing newer of the kernel than Linux 3.2"""
    old = {"runner": trial.runner.on_old_kernel(), "settings": "Old.json"}
    trial.good("login", "--username", USERNAME, "--password-file", "-", "--2fa-code", CODE,
               text=PASSWORD + "\n", **old)
    trial.good("get", "--all", "--fresh", "--out", "aged", **old)
    expect(len(trial.pictures("aged")) >= 5, trial.pictures("aged"))


def misses_certificates(trial):
    """a clear message where there are no certificates"""
    result = trial.run_in_empty_root()
    expect("no file of certificates" in result.err, result.returncode, result.err)


def catches_exceptions(trial):
    """an exception thrown and caught"""
    (trial.folder / "settings" / "Broken.json").write_text("{ broken")
    result = trial.run("status", settings="Broken.json")
    expect(result.returncode not in (0, 3) and 0 < result.returncode < 128, result.returncode)
    expect("Broken.json" in result.err, result.err)


def refuses_broken_pictures(trial):
    """a broken JPEG, and one of 12 bits a sample, not saved"""
    try:
        for fault in ("half", "12-bit"):
            trial.service.simulator.fault("next", "grey*")
            trial.service.simulator.fault("image", f"{fault}*")
            result = trial.run("get", DRIVEWAY, "--cached", "--out", "broken", "--retries", "1")
            expect(result.returncode == 7, fault, result.returncode, result.err)
            expect(trial.pictures("broken") == [], fault, trial.pictures("broken"))
    finally:
        trial.service.simulator.fault("next")
        trial.service.simulator.fault("image")


ALL = (
    starts, explains, login_by_token, login_by_browser, settings_are_private, lists, speaks_http2, gets_all, gets_fresh,
    names_and_replaces, writes_to_stdout, old_form, tls_12, tls_13, misses_tls_12, refuses_wrong_host,
    refuses_unknown_authority, works_on_old_kernels, misses_certificates, catches_exceptions, refuses_broken_pictures,
    *archive_checks.ALL,
)


def for_runner(runner):
    """The checks that make sense with the runner."""
    senseless = works_on_old_kernels if runner.windows else misses_tls_12
    return [check for check in ALL if check is not senseless]


def left_out(runner):
    """The checks that cannot be made with the runner, and why."""
    result = archive_checks.left_out()
    if runner.windows:
        result[tls_13] = "wine 8 has no TLS 1.3"
    if not runner.root_changer:
        result[misses_certificates] = "only tried natively"
    if not runner.ager:
        result[works_on_old_kernels] = "only tried natively"
    return result
