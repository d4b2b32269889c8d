# SPDX-License-Identifier: Apache-2.0
"""Each option that --save remembers is shown, can be forgotten, and is documented."""

import pathlib
import re

import pytest
from conftest import DRIVEWAY

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: A value in the settings for each option that is remembered, and how status writes it.
REMEMBERED = {
    "OutputPath": ("/pictures", "--out /pictures"),
    "RingDeviceId": (int(DRIVEWAY), DRIVEWAY),
    "MaximumRetries": (5, "--retries 5"),
    "Devices": (["Garden"], "Garden"),
    "AllCameras": (True, "--all"),
    "Location": ("Home", "--location Home"),
    "Fresh": (True, "--fresh"),
    "RequireFresh": (True, "--require-fresh"),
    "Wait": ("45s", "--wait 45s"),
    "MaximumAge": ("15m", "--max-age 15m"),
    "FileName": ("{id}.jpg", "--name {id}.jpg"),
    "LatestFileName": ("now.jpg", "--latest now.jpg"),
    "ExecCommand": ("true", "--exec true"),
    "Exif": (True, "--exif"),
    "Every": ("10m", "--every 10m"),
    "Between": ("07:00-22:00", "--between 07:00-22:00"),
    "Keep": ("30d", "--keep 30d"),
    "KeepLast": (100, "--keep-last 100"),
    "KeepHourly": (24, "--keep-hourly 24"),
    "KeepDaily": (30, "--keep-daily 30"),
    "KeepWeekly": (52, "--keep-weekly 52"),
    "AllowDrain": (True, "--allow-drain"),
    "FailureCommand": ("true", "--on-failure true"),
    "Heartbeat": ("https://hc.example", "--heartbeat https://hc.example"),
    "Notify": (["ntfys://ntfy.sh/topic"], "--notify ntfys://ntfy.sh/…"),
    "NotifyPicture": (True, "--notify-picture"),
    "Upload": (["s3://pictures"], "--upload s3://pictures"),
    "UploadName": ("{id}.jpg", "--upload-name {id}.jpg"),
    "S3Endpoint": ("https://s3.example", "--s3-endpoint https://s3.example"),
    "S3Region": ("eu-central-1", "--s3-region eu-central-1"),
    "S3PathStyle": ("on", "--s3-path-style on"),
    "Mqtt": ("mqtts://ring@nas", "--mqtt mqtts://ring@nas"),
    "MqttPassword": ("hush", "--mqtt-password-file …"),
    "MqttCa": ("/etc/ca.pem", "--mqtt-ca /etc/ca.pem"),
    "MqttInsecure": (True, "--mqtt-insecure"),
    "MqttDiscovery": ("off", "--mqtt-discovery off"),
}


def keys_of_the_program():
    """The keys that the table of the settings has."""
    table = (ROOT / "src" / "settings" / "settings.cpp").read_text()
    return set(re.findall(r'^    row\("(\w+)"', table, re.MULTILINE))


def remembered_members():
    """The members of settings::SavedOptions."""
    header = (ROOT / "src" / "settings" / "settings.hpp").read_text()
    struct = re.search(r"^struct SavedOptions \{\n(.*?)^\};", header, re.MULTILINE | re.DOTALL)[1]
    return set(re.findall(r"^    std::optional<.*> (\w+);", struct, re.MULTILINE))


def documented_keys(set_by=""):
    """The keys in the table of docs/settings.md, or those in rows that say so of who sets them."""
    rows = re.findall(r"^\| (`\w+`.*?) \| (.*?) \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    return {key for keys, by in rows if set_by in by for key in re.findall(r"`(\w+)`", keys)}


def test_every_option_that_is_remembered_has_a_key():
    table = (ROOT / "src" / "settings" / "settings.cpp").read_text()
    members = remembered_members()
    assert {"wait", "notify"} <= members
    assert members - set(re.findall(r"&Settings::(\w+)", table)) == set()


def test_every_key_of_the_settings_is_documented():
    assert {"RingHardwareId", "Every"} <= keys_of_the_program()
    assert keys_of_the_program() - documented_keys() == set()


def test_every_option_that_is_remembered_is_tried_here():
    assert documented_keys(set_by="--save") == set(REMEMBERED)


@pytest.mark.parametrize("key", REMEMBERED)
def test_a_remembered_option_is_shown_and_can_be_forgotten(program, key):
    value, words = REMEMBERED[key]
    program.write_settings(**{key: value})
    assert program.run("status", "--json").objects[0]["job"] == words
    result = program.run("get", "--forget")
    assert result.code == 0, result
    assert f"forgotten: {words}\n" in result.stderr
    assert not program.settings.get(key)
