# SPDX-License-Identifier: Apache-2.0
"""The old tool's promises, line by line, each in the old form and in the new one."""

import datetime
import re
import zoneinfo

import pytest
from conftest import CODE, DRIVEWAY, FRONT_DOOR, PASSWORD, USERNAME


class Form:
    """How the same job is written; `None` leaves an option out."""

    def __init__(self, program, simulator):
        self.program = program
        self.simulator = simulator

    def run(self, *arguments, **more):
        return self.program.run(*arguments, simulator=self.simulator, **more)

    def logged_in(self):
        result = self.log_in(input=CODE + "\n")
        assert result.code == 0, result
        self.simulator.forget_requests()
        return self


class OldForm(Form):
    name = "old form"

    def log_in(self, password=PASSWORD, input=None):
        return self.run("-username", USERNAME, "-password", password, "-list", input=input)

    def list(self):
        return self.run("-list")

    def download(self, device=DRIVEWAY, fresh=False, out=None, retries=None, validate=False):
        return self.run(
            *(["-deviceid", device] if device else []),
            *(["-forceupdate"] if fresh else []),
            *(["-out", out] if out else []),
            *(["-maxretries", retries] if retries else []),
            *(["-validateimage"] if validate else []),
        )


class NewForm(Form):
    name = "new form"

    def log_in(self, password=PASSWORD, input=None):
        return self.run("login", "--username", USERNAME, "--password", password, input=input)

    def list(self):
        return self.run("list")

    def download(self, device=DRIVEWAY, fresh=False, out=None, retries=None, validate=False):
        return self.run(
            "get",
            *([device] if device else []),
            *(["--fresh"] if fresh else []),
            *(["--out", out] if out else []),
            *(["--retries", retries] if retries else []),
            "--save",
        )


@pytest.fixture(params=[OldForm, NewForm], ids=lambda form: form.name)
def form(request, program, old_program, simulator):
    if request.param is NewForm:
        program.path = program.path.resolve()
    return request.param(program, simulator)


def capture_time(simulator, device=DRIVEWAY):
    [camera] = [c for c in simulator.state()["cameras"] if str(c["id"]) == device]
    return camera["capture_time_ms"]


def file_name(capture_ms, device=DRIVEWAY):
    moment = datetime.datetime.fromtimestamp(
        capture_ms // 1000, zoneinfo.ZoneInfo("Europe/Berlin")
    )
    return f"{device} - {moment:%Y-%m-%d %H-%M-%S}.jpg"


def is_jpeg(path):
    data = path.read_bytes()
    return data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9")


def test_log_in_with_user_name_and_password(form):
    form.simulator.set(two_factor="none")
    assert form.log_in().code == 0
    assert form.simulator.grants == ["password"]


def test_two_factor_code_asked_for_when_the_account_wants_one_and_the_token_kept(form):
    result = form.log_in(input=CODE + "\n")
    assert result.code == 0, result
    assert "Ring sent a code" in result.stderr
    assert form.program.settings["RingRefreshToken"]


def test_no_two_factor_code_asked_for_when_the_account_wants_none(form):
    form.simulator.set(two_factor="none")
    assert "Ring sent a code" not in form.log_in().stderr
    assert form.program.settings["RingRefreshToken"]


def test_later_runs_unattended_without_user_name_password_or_code(form):
    form.logged_in()
    for _ in range(2):
        form.program.expire_access_token()
        assert form.list().code == 0
        assert form.download().code == 0
    assert set(form.simulator.grants) == {"refresh_token"}
    assert form.simulator.state()["codes_sent"] == 1


def test_a_notice_when_the_code_is_refused_because_too_many_were_asked_for_lately(form):
    for _ in range(10):
        person = form.program.run(
            "login", "--username", USERNAME, simulator=form.simulator,
            env={"RING_PASSWORD": PASSWORD}, program=form.program.path.resolve(),
        )
        assert person.code == 4, person
    form.program.settings_file.unlink()
    result = form.log_in()
    assert result.code == 5, result
    assert "slow down" in result.stderr
    assert re.search(r"\d+ min", result.stderr)


def test_settings_in_a_file_called_settings_json_so_that_parameters_need_not_be_given_again(form):
    form.logged_in()
    assert form.download(out="pictures", retries=7).code == 0
    assert form.program.settings_file.name == "Settings.json"
    stored = form.program.settings
    assert stored["RingUsername"] == USERNAME
    assert stored["RingDeviceId"] == int(DRIVEWAY)
    assert stored["OutputPath"].endswith("pictures")
    assert stored["MaximumRetries"] == 7
    [picture] = form.program.pictures
    (form.program.work / picture).unlink()
    assert form.download(device=None).code == 0
    assert form.program.pictures == [picture]


def test_every_parameter_of_the_old_form_is_stored(old_logged_in, simulator):
    form = OldForm(old_logged_in, simulator)
    assert form.download(fresh=True, validate=True, out="x", retries=2).code == 0
    assert form.program.settings["ForceUpdateSnapshot"] is True
    assert form.program.settings["ValidateImage"] is True


@pytest.mark.parametrize("text", ["", "{", "<html>", "[1]"])
def test_errors_in_reading_that_file_handled(form, text):
    form.program.settings_file.parent.mkdir()
    form.program.settings_file.write_text(text)
    for result in (form.list(), form.download()):
        assert result.code == 9, result
        assert "Settings.json" in result.stderr
        assert "error:" in result.stderr
    assert form.program.settings_file.read_text() == text


def test_list_all_doorbells_shared_ones_included_and_stick_up_cams_with_count_and_ids(form):
    result = form.logged_in().list()
    assert result.code == 0, result
    ids = {word for line in result.lines for word in line.split() if re.fullmatch(r"\d{5,}", word)}
    cameras = {str(camera["id"]) for camera in form.simulator.state()["cameras"]}
    assert ids == cameras
    assert {FRONT_DOOR, "31000418", DRIVEWAY} <= ids
    assert re.search(rf"\b{len(cameras)} (found|cameras)$", result.stdout, re.M)


def test_download_the_latest_snapshot_of_a_device(form):
    result = form.logged_in().download()
    assert result.code == 0, result
    [picture] = form.program.pictures
    assert picture.name == file_name(capture_time(form.simulator))
    assert is_jpeg(form.program.work / picture)
    assert str(picture) in result.stdout


def test_force_the_device_to_capture_a_fresh_one_with_the_time_it_needs(form):
    form.logged_in().simulator.set(camera=int(DRIVEWAY), capture_delay=1.2)
    before = capture_time(form.simulator)
    assert form.download(fresh=True).code == 0
    after = capture_time(form.simulator)
    assert after > before
    assert [p.name for p in form.program.pictures] == [file_name(after)]


def test_without_force_the_device_is_left_alone(form):
    before = capture_time(form.logged_in().simulator)
    assert form.download().code == 0
    assert [p.name for p in form.program.pictures] == [file_name(before)]
    assert capture_time(form.simulator) == before


def test_the_file_is_named_after_the_time_the_picture_was_taken_and_overwritten_not_doubled(form):
    moment = 1790000000000
    form.logged_in().simulator.set(camera=int(DRIVEWAY), capture_time_ms=moment)
    for _ in range(3):
        assert form.download().code == 0
    [picture] = form.program.pictures
    assert picture.name == file_name(moment)
    assert int((form.program.work / picture).stat().st_mtime) == moment // 1000


def test_choose_the_output_folder(form, tmp_path):
    folder = tmp_path / "far" / "away"
    assert form.logged_in().download(out=folder).code == 0
    assert len(list(folder.iterdir())) == 1
    assert form.program.pictures == []


def test_a_number_of_retries_when_ring_answers_with_an_error(form):
    form.logged_in()
    for route in ("next", "image"):
        form.simulator.fault(route, "status:503*")
    result = form.download(retries=2)
    assert result.code == 8, result
    assert len(form.simulator.requests("/snapshots/next")) == 2


def test_a_number_of_retries_when_ring_has_no_picture_yet(form):
    form.logged_in()
    form.simulator.fault("next", "status:404")
    form.simulator.fault("image", "status:404")
    result = form.download(retries=2)
    assert result.code == 0, result
    assert len(form.simulator.requests("/snapshots/next")) == 2


@pytest.mark.parametrize("fault", ["half", "html", "h264", "grey", "empty"])
def test_check_that_the_downloaded_picture_is_a_valid_one(form, fault):
    form.logged_in()
    for route in ("next", "image"):
        form.simulator.fault(route, fault + "*")
    result = form.download(retries=1, validate=True)
    assert result.code in (7, 8), result
    assert form.program.pictures == []
    assert result.stdout == ""


@pytest.mark.parametrize("fault", ["reset*", "status:500*", "cut*", "status:404*", "garbage*"])
def test_errors_while_downloading_handled(form, fault):
    form.logged_in()
    for route in ("next", "image"):
        form.simulator.fault(route, fault)
    result = form.download(retries=1)
    assert result.code in (7, 8), result
    assert "error" in result.stderr
    assert form.program.pictures == []


def test_usage_text_with_all_options_and_examples_when_something_is_missing(old_program):
    result = old_program.run("-username", USERNAME)
    assert result.code == 2, result
    for option in ("-username", "-password", "-deviceid", "-list", "-out", "-forceupdate",
                   "-validateimage", "-maxretries", "-2facode", "-cached", "-settings"):
        assert re.search(rf"^ +{option}\b", result.stderr, re.MULTILINE), option
    assert "Example" in result.stderr
    assert "RingSnapshotDownload -username" in result.stderr


def test_short_help_with_examples_when_the_new_form_is_given_nothing(program):
    result = program.run()
    assert result.code == 0, result
    for word in ("login", "list", "get", "Example"):
        assert word in result.stdout


def test_works_with_the_session_interface_of_october_2024(form):
    assert form.log_in(input=CODE + "\n").code == 0
    [session] = form.simulator.requests("/clients_api/session")
    assert session["method"] == "POST"
    assert session["body"]["kind"] == "json"
    assert session["authorization"] == "present"
    assert set(session["body"]["fields"]) >= {"device.hardware_id", "device.os"}
    assert session["headers"]["hardware_id"] == form.program.settings["RingHardwareId"]


def test_works_when_that_session_is_required(form, start_simulator):
    form.simulator = start_simulator("--require-session")
    form.logged_in()
    assert form.list().code == 0
    assert form.download().code == 0
    assert form.simulator.state()["sessions_created"] == 1
