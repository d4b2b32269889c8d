# SPDX-License-Identifier: Apache-2.0
"""What stands in for systemctl and the like; service_fakes.py puts it into PATH.

It is started for each call, so it imports only what starts quickly.
"""

import os
import pathlib
import signal
import sys
import time


def is_there(process):
    """Whether a process runs; one that nobody has waited for yet does not."""
    try:
        state = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def end(process):
    try:
        os.kill(process, signal.SIGTERM)
    except ProcessLookupError:
        return
    limit = time.monotonic() + 20
    while is_there(process):
        assert time.monotonic() < limit, f"process {process} does not end"
        time.sleep(0.01)


def exec_start(home, unit):
    text = (home / ".config/systemd/user" / unit).read_text()
    drop_in = home / ".config/systemd/user" / f"{unit}.d" / "service-install.conf"
    if drop_in.exists():
        text += drop_in.read_text()
    lines = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    import shlex

    return shlex.split(lines[-1].removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$"))


def is_alive(folder, unit):
    path = folder / f"{unit}.pid"
    return path.exists() and is_there(int(path.read_text()))


def stop(folder, unit):
    if is_alive(folder, unit):
        end(int((folder / f"{unit}.pid").read_text()))


def start(folder, unit):
    """Starts it as systemd does: without what belongs to this call, and until it says READY=1."""
    import socket

    words = exec_start(pathlib.Path(os.environ["HOME"]), unit)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    address = "\0ring-snapshot-test-" + os.urandom(8).hex()
    listener.bind(address)
    listener.settimeout(0.05)
    process = os.fork()
    if process == 0:
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(folder / "journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for descriptor, target in ((null, 0), (null, 1), (log, 2)):
            os.dup2(descriptor, target)
        os.setsid()
        environment = {"HOME": os.environ["HOME"], "PATH": os.environ["PATH"],
                       "NOTIFY_SOCKET": address.replace("\0", "@", 1)}
        os.execve(words[0], words, environment)
    (folder / f"{unit}.pid").write_text(str(process))
    limit = time.monotonic() + 20
    while time.monotonic() < limit and is_there(process):
        try:
            if b"READY=1" in listener.recv(4096):
                return 0
        except TimeoutError:
            pass
    print(f"Job for {unit} failed", file=sys.stderr)
    return 1


def is_ordinary_user(folder):
    return (folder / "user").read_text().split()[1] != "0"


def systemctl(folder, words):
    if words == ["is-system-running"]:
        state = (folder / "systemd").read_text() if (folder / "systemd").exists() else "offline"
        print(state)
        return 0 if state == "running" else 1
    scope, action, *rest = words
    units = [word for word in rest if word.endswith((".service", ".timer"))]
    unit = units[-1] if units else ""
    enabled = folder / f"{unit}.enabled"
    if action == "show":
        print("")
    elif scope == "--global":
        packaged = folder / "packaged"
        print(packaged.read_text() if packaged.exists() else "")
        return 1
    elif action == "is-enabled" and scope == "--system" and is_ordinary_user(folder):
        print("disabled")
        return 1
    elif action == "is-enabled":
        print("enabled" if enabled.exists() else "disabled")
        return 0 if enabled.exists() else 1
    elif action == "is-active":
        return 0 if is_alive(folder, unit) else 3
    for unit in units:
        enabled = folder / f"{unit}.enabled"
        if action == "enable":
            enabled.write_text("")
        elif action == "disable":
            enabled.unlink(missing_ok=True)
            stop(folder, unit)
        elif action == "restart":
            stop(folder, unit)
            return start(folder, unit)
    return 0


def loginctl(folder, words):
    linger = folder / "linger"
    if words[0] == "enable-linger":
        linger.write_text("")
    elif words[0] == "disable-linger":
        linger.unlink(missing_ok=True)
    elif words[0] == "show-user":
        print("Linger=yes" if linger.exists() else "Linger=no")
    return 0


def crontab(folder, words):
    path = folder / "crontab"
    if words == ["-l"]:
        if not path.exists():
            print("no crontab for kim", file=sys.stderr)
            return 1
        print(path.read_text(), end="")
        return 0
    path.write_text(pathlib.Path(words[0]).read_text())
    return 0


def fake(folder, name, words):
    folder = pathlib.Path(folder)
    line = " ".join([name, *words])
    with open(folder / "calls", "a") as calls:
        calls.write(line + "\n")
    refused = folder / "refused"
    for entry in refused.read_text().splitlines() if refused.exists() else []:
        command, reason = entry.split("\t")
        if line.startswith(command):
            print(reason, file=sys.stderr)
            return 1
    if name == "id":
        user, number = (folder / "user").read_text().split()
        print(user if words == ["-un"] else number)
        return 0
    if name == "getent":
        users = (folder / "passwd").read_text() if (folder / "passwd").exists() else ""
        found = [entry for entry in users.splitlines() if entry.startswith(words[-1] + ":")]
        print("\n".join(found))
        return 0 if found else 2
    if name == "journalctl":
        journal = folder / "journal.json"
        print(journal.read_text() if journal.exists() else "", end="")
        return 0
    return {"systemctl": systemctl, "loginctl": loginctl, "crontab": crontab}[name](folder, words)


if __name__ == "__main__":
    sys.exit(fake(sys.argv[1], sys.argv[2], sys.argv[3:]))
