# SPDX-License-Identifier: Apache-2.0
"""Fresh means fresh, whatever the service says about the time."""

import datetime
import time

import pytest
from conftest import FRONT_DOOR
from scripted_service import NO_DATE, Answer, http_date, now_ms, picture

HOUR = 3600


class Camera:
    """Answers both interfaces: an old picture, and once asked to wake a new one."""

    def __init__(self, service, skew_seconds=0, old_ms=None, takes_pictures=True):
        self.skew_ms = skew_seconds * 1000
        self.stored = old_ms if old_ms is not None else self.now() - 600_000
        self.takes_pictures = takes_pictures
        service.on("/snapshots/next/", self.next)
        service.on("/clients_api/snapshots/image/", self.image)
        service.on("/clients_api/snapshots/timestamps", self.timestamps)
        service.on("/clients_api/snapshots/update_all", self.update_all)

    def now(self):
        return now_ms() + self.skew_ms

    def wake(self):
        if self.takes_pictures:
            time.sleep(0.05)
            self.stored = self.now()

    def next(self, request):
        if request.wakes:
            self.wake()
        return picture(self.stored)

    def image(self, _):
        return picture(note=str(self.stored))

    def timestamps(self, _):
        entry = {"timestamp": self.stored, "doorbot_id": int(FRONT_DOOR)}
        return Answer({"timestamps": [entry]})

    def update_all(self, _):
        self.wake()
        return Answer(b"", 204)


def fresh(program, service, *options):
    result = program.run("get", FRONT_DOOR, "--fresh", "--json", *options, simulator=service)
    assert result.code == 0, result
    return result.objects[0]


def test_a_new_picture_is_fresh(program, service):
    Camera(service)
    assert fresh(program, service)["fresh"] is True


def test_an_old_picture_is_not(program, service):
    Camera(service, takes_pictures=False)
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


def test_a_camera_is_asked_to_wake_once_and_later_polls_do_not_force(program, service):
    camera = Camera(service, takes_pictures=False)

    def third_time_lucky(_):
        if len(service.to("/snapshots/next/")) == 3:
            camera.stored = now_ms()
        return picture(camera.stored)

    service.on("/snapshots/next/", third_time_lucky)
    assert fresh(program, service)["fresh"] is True
    polls = service.to("/snapshots/next/")
    assert len(polls) == 3
    assert [r for r in service.requests if r.wakes] == polls[:1]
    assert all(int(r.query["after-ms"]) > 0 for r in polls[1:])


@pytest.mark.parametrize("hours", [-5, 5])
def test_both_times_are_those_of_the_service(program, service, hours):
    Camera(service, skew_seconds=hours * HOUR)
    service.answers = {
        k: (lambda r, a=a: dated(a(r) if callable(a) else a, hours)) for k, a in
        service.answers.items()
    }
    taken = fresh(program, service)
    assert taken["fresh"] is True
    assert taken["age_seconds"] <= 2


def dated(answer, hours):
    answer.date = http_date(time.time() + hours * HOUR)
    return answer


@pytest.mark.parametrize("hours", [-5, 5])
def test_an_old_picture_is_not_fresh_on_a_skewed_service(program, service, hours):
    Camera(service, skew_seconds=hours * HOUR, takes_pictures=False)
    service.answers = {
        k: (lambda r, a=a: dated(a(r) if callable(a) else a, hours)) for k, a in
        service.answers.items()
    }
    taken = fresh(program, service, "--wait", "500ms")
    assert taken["fresh"] is False
    assert taken["age_seconds"] == pytest.approx(600, abs=10)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_date_that_stands_still_makes_no_old_picture_fresh(program, service, hours):
    service.date = http_date(time.time() + hours * HOUR)
    # Captured after that date, but not after we asked.
    Camera(service, old_ms=now_ms() - 1_800_000, takes_pictures=False)
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


def test_without_a_date_no_old_picture_is_fresh(program, service):
    service.date = NO_DATE
    Camera(service, takes_pictures=False)
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


def test_without_a_date_the_new_picture_is_saved(program, service):
    service.date = NO_DATE
    camera = Camera(service)
    taken = fresh(program, service, "--wait", "2s")
    moment = datetime.datetime.fromisoformat(taken["captured_at"])
    assert moment.timestamp() * 1000 == pytest.approx(camera.stored, abs=1)


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 Foo 2026 25:61:61 GMT"])
def test_a_date_that_is_none_is_no_error(program, service, date):
    service.date = date
    Camera(service, takes_pictures=False)
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


def test_a_picture_captured_shortly_before_the_request_is_not_fresh(program, service):
    # Without the help of the other interface, which knows nothing.
    camera = Camera(service, takes_pictures=False)
    service.on("/clients_api/snapshots/timestamps", Answer({"timestamps": []}))
    service.on("/snapshots/next/", lambda _: picture(camera.stored))
    camera.stored = now_ms() - 2_500
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


def test_a_picture_captured_at_once_after_the_request_is_fresh(program, service):
    # The Date header knows whole seconds only; the picture comes in the same second.
    time.sleep(1 - time.time() % 1)
    Camera(service)
    assert fresh(program, service, "--require-fresh")["fresh"] is True


def test_a_picture_of_the_seconds_before_a_slow_answer_is_not_fresh(program, service):
    # The request is held for a while and then answered with what was captured before it came.
    camera = Camera(service, takes_pictures=False)
    camera.stored = now_ms() - 1_500
    service.on("/clients_api/snapshots/timestamps", Answer({"timestamps": []}))

    def held(_):
        time.sleep(0.8)
        return picture(camera.stored)

    service.on("/snapshots/next/", held)
    assert fresh(program, service, "--wait", "500ms")["fresh"] is False


UNUSABLE_TIMES = ["", "abc", "-1", "0", "1e400", "99999999999999999999", "12:00", "NaN"]


@pytest.mark.parametrize("text", UNUSABLE_TIMES)
def test_a_capture_time_that_is_none_is_taken_from_the_other_interface(program, service, text):
    answer = picture()
    answer.headers["x-time-millis"] = text
    service.on("/snapshots/next/", answer)
    service.has_capture_time(1790000012345)
    result = program.run("get", FRONT_DOOR, "--json", simulator=service)
    assert result.code == 0, result
    assert result.objects[0]["captured_at"] == "2026-09-21T16:13:32.345+02:00"


def test_capture_times_in_seconds_are_understood(program, service):
    service.on("/snapshots/next/", picture())
    service.has_capture_time(1790000012)
    result = program.run("get", FRONT_DOOR, "--json", simulator=service)
    assert result.objects[0]["captured_at"].startswith("2026-09-21T16:13:32")


AWKWARD_TIMES = {
    "timestamps": [
        {"timestamp": 0, "doorbot_id": 4294967301},
        {"doorbot_id": 518000222, "timestamp": None},
        {"timestamp": 1790000000999, "doorbot_id": 99},
        {"timestamp": 1790000000123, "doorbot_id": int(FRONT_DOOR)},
        {"timestamp": 1789999999000, "doorbot_id": int(FRONT_DOOR)},
    ]
}


def test_of_several_capture_times_the_camera_s_own_newest_counts(program, service):
    service.on("/snapshots/next/", picture())
    service.on("/clients_api/snapshots/timestamps", Answer(AWKWARD_TIMES))
    result = program.run("get", FRONT_DOOR, "--json", simulator=service)
    assert result.objects[0]["captured_at"] == "2026-09-21T16:13:20.123+02:00"


@pytest.mark.parametrize(
    "body", [{}, [], {"timestamps": None}, {"timestamps": [None, 3, {}]}, {"timestamps": []},
             {"timestamps": [{"timestamp": 0, "doorbot_id": int(FRONT_DOOR)}]}, b"<html>", b""]
)
def test_without_any_capture_time_the_file_is_named_after_the_download(program, service, body):
    service.on("/snapshots/next/", picture())
    service.on("/clients_api/snapshots/timestamps", Answer(body))
    before = int(time.time())
    result = program.run("get", FRONT_DOOR, "--json", simulator=service, env={"TZ": "UTC"})
    assert result.code == 0, result
    assert result.objects[0]["captured_at"] is None
    assert result.objects[0]["age_seconds"] is None
    name = result.objects[0]["path"].removeprefix("./")
    moment = datetime.datetime.strptime(name, f"{FRONT_DOOR} - %Y-%m-%d %H-%M-%S.jpg")
    named = moment.replace(tzinfo=datetime.timezone.utc).timestamp()
    assert before <= named <= time.time()


def test_without_a_capture_time_max_age_refuses_the_picture(program, service):
    service.on("/snapshots/next/", picture())
    result = program.run("get", FRONT_DOOR, "--max-age", "365d", simulator=service)
    if result.code == 2:  # Not every build knows days.
        result = program.run("get", FRONT_DOOR, "--max-age", "8760h", simulator=service)
    assert result.code == 7, result
    assert program.pictures == []


def test_a_capture_time_in_the_near_future_is_no_negative_age(program, service):
    service.on("/snapshots/next/", lambda _: picture(now_ms() + 30_000))
    result = program.run("get", FRONT_DOOR, "--json", simulator=service)
    assert result.code == 0, result
    assert result.objects[0]["age_seconds"] == 0


def test_a_capture_time_that_cannot_be_true_is_not_believed(program, service):
    service.on("/snapshots/next/", lambda _: picture(now_ms() + 3_600_000))
    result = program.run("get", FRONT_DOOR, "--json", simulator=service)
    assert result.code == 0, result
    assert result.objects[0]["captured_at"] is None
    assert result.objects[0]["age_seconds"] is None
    refused = program.run("get", FRONT_DOOR, "--max-age", "1h", simulator=service)
    assert refused.code == 7, refused
