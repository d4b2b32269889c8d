# SPDX-License-Identifier: Apache-2.0
"""Uploads to a real object store: names, faults, outages, and what is in the bucket afterwards.

It is OpenStack Swift; scripts/prove has it be Ceph as well, by RING_SNAPSHOT_OBJECT_STORE=ceph.
"""

import os
import shutil
import signal
import time

import ceph_store
import object_store
import proof
import pytest
from conftest import DRIVEWAY, FRONT_DOOR
from pictures import small_picture
from store_faults import FAULTS, Restarted

IS_CEPH = ceph_store.IS_CHOSEN
STORE, KIND = (ceph_store, ceph_store.Ceph) if IS_CEPH else (object_store, object_store.Swift)

pytestmark = pytest.mark.skipif(not STORE.is_available(), reason="needs a server: scripts/fetch-servers")

NAME = "{name}/{time:%Y-%m-%d}/{time:%H-%M-%S}.jpg"


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with object_store.shared(KIND, folder) as store:
        yield store


@pytest.fixture
def bucket(store):
    return store.make_bucket()


@pytest.fixture
def way(store):
    way = object_store.Way(store.port)
    yield way
    way.close()


def assert_all_there(program, bucket, prefix=""):
    """Every picture is in the bucket, with its bytes and under its own name, and nothing else is."""
    names = [str(name) for name in program.pictures if str(name).endswith(".jpg")]
    assert names
    assert bucket.keys == sorted(prefix + name for name in names)
    for name in names:
        assert bucket.read(prefix + name) == (program.work / name).read_bytes(), name


def test_pictures_arrive_byte_for_byte_with_what_is_known_of_them(logged_in, simulator, bucket):
    result = logged_in.run("get", "--all", "--name", NAME, "--upload", bucket.url("My Home"), "--json",
                           simulator=simulator, env=bucket.environment)
    assert result.code == 0, result
    assert {each["uploaded"] for each in result.objects} == {True}
    assert_all_there(logged_in, bucket, "My Home/")
    picture = next(each for each in result.objects if each["id"] == DRIVEWAY)
    facts = bucket.facts("My Home/" + picture["path"])
    assert facts["content-type"] == "image/jpeg"
    assert facts["x-object-meta-sha256"] == picture["sha256"]
    assert facts["x-object-meta-camera"] == DRIVEWAY
    assert "x-object-meta-captured" in facts


@pytest.mark.parametrize("name", [
    "Gärten & Höfe/日本 #1?/{time:%H-%M-%S}.jpg", "a%2Fb +=;@,$~!'()/{utc:%H-%M-%S} %20.jpg",
])
def test_nasty_names_are_kept(logged_in, simulator, bucket, name):
    result = logged_in.run("get", DRIVEWAY, "--name", name, "--upload", bucket.url(), simulator=simulator,
                           env=bucket.environment)
    assert result.code == 0 and "upload" not in result.stderr, result
    assert_all_there(logged_in, bucket)


def test_another_picture_under_the_same_key_is_never_overwritten(logged_in, simulator, bucket):
    arguments = ("--name", NAME, "--upload", bucket.url())
    logged_in.run("get", DRIVEWAY, "--name", NAME, simulator=simulator)
    name = str(next(p for p in logged_in.pictures if p.suffix == ".jpg"))
    bucket.put(name, b"somebody else's")
    result = logged_in.run("get", DRIVEWAY, *arguments, simulator=simulator, env=bucket.environment)
    assert result.code == 0, result
    assert bucket.read(name) == b"somebody else's"
    second = name.replace(".jpg", " (2).jpg")
    assert bucket.read(second) == (logged_in.work / name).read_bytes()
    assert len(bucket.keys) == 2


@pytest.fixture
def recorded(program):
    """Pictures that an older tool left, recorded: their names and bytes."""
    folder = program.work / "old"
    folder.mkdir()
    pictures = {f"31000417 - 2026-09-21 10-{minute:02}-00.jpg": small_picture(str(minute)) for minute in range(20)}
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    assert program.run("archive", "rebuild", folder).code == 0
    return pictures


def test_the_same_pictures_under_their_keys_count_as_sent(program, recorded, bucket):
    for name, data in recorded.items():
        bucket.put(name, data)
    result = program.run("upload", bucket.url(), env=bucket.environment)
    assert result.code == 0 and "20 pictures uploaded" in result.stderr, result
    assert bucket.keys == sorted(recorded)
    assert waiting(program) == 0


def test_pictures_whose_keys_others_have_get_the_next_ones(program, recorded, bucket, store):
    for name in recorded:
        bucket.put(name, b"somebody else's")
    result = program.run("upload", bucket.url(), env=bucket.environment)
    assert result.code == 0, result
    for name, data in recorded.items():
        assert bucket.read(name) == b"somebody else's"
        assert bucket.read(name.replace(".jpg", " (2).jpg")) == data
    assert len(bucket.keys) == 2 * len(recorded)
    if IS_CEPH:
        assert f'"PUT /{bucket.name}/31000417%20-%202026-09-21%2010-19-00.jpg HTTP/1.1" 412' in store.log


def test_what_was_saved_before_is_uploaded_once_and_checked(logged_in, simulator, bucket):
    logged_in.run("get", "--all", "--name", NAME, simulator=simulator)
    for _ in range(2):
        result = logged_in.run("upload", bucket.url(), env=bucket.environment)
        assert result.code == 0, result
        assert_all_there(logged_in, bucket)
    assert logged_in.run("upload", bucket.url(), "--check", env=bucket.environment).code == 0
    bucket.delete(bucket.keys[0])
    result = logged_in.run("upload", bucket.url(), "--check", env=bucket.environment)
    assert result.code == 7 and result.stdout.startswith("missing  s3://"), result
    assert "1 picture waits now" in result.stderr, result
    result = logged_in.run("upload", bucket.url(), env=bucket.environment)
    assert result.code == 0 and "1 picture uploaded" in result.stderr, result
    assert_all_there(logged_in, bucket)
    assert logged_in.run("upload", bucket.url(), "--check", env=bucket.environment).code == 0


def test_a_check_of_a_place_that_has_nothing_says_so(logged_in, simulator, bucket, way):
    logged_in.run("get", "--all", "--name", NAME, simulator=simulator)
    result = logged_in.run("upload", bucket.url(), "--check", env=bucket.environment)
    assert result.code == 7 and "6 were never uploaded" in result.stdout, result
    result = logged_in.run("upload", "s3://no-such-bucket", "--check", env=bucket.environment)
    assert result.code == 9 and "NoSuchBucket" in result.stderr, result
    way.close()
    result = logged_in.run("upload", bucket.url(), "--check",
                           env={**bucket.environment, "AWS_ENDPOINT_URL_S3": way.url})
    assert result.code == 9 and "check that the store runs, and --s3-endpoint" in result.stderr, result


def test_a_target_that_is_not_wanted_any_more_is_forgotten(logged_in, simulator, bucket):
    result = logged_in.run("get", "--all", "--name", NAME, "--upload", "s3://no-such-bucket/x", simulator=simulator,
                           env=bucket.environment)
    assert result.code == 0 and waiting(logged_in) == 6, result
    assert logged_in.run("upload", "s3://no-such-bucket/x", "--forget").code == 0
    assert "no-such-bucket" not in logged_in.run("status").stdout
    result = logged_in.run("upload", "s3://no-such-bucket/x", env=bucket.environment)
    assert result.code == 9 and "no-such-bucket" not in logged_in.run("status").stdout, result


COMMANDS = {
    "get": ("get", "--all", "--name", NAME, "--upload"),
    "watch": ("watch", "--all", "--name", NAME, "--count", "1", "--upload"),
    "upload": ("upload",),
}


CASES = [(fault, command) for fault in FAULTS for command in COMMANDS]
#: One of each fault is run each time; scripts/prove runs all.
SOME_CASES = [case for i, case in enumerate(CASES) if not case[0].is_long and i // 3 % 3 == i % 3]


@pytest.mark.parametrize("case", CASES if proof.is_complete() else SOME_CASES,
                         ids=lambda case: f"{case[0].__name__}-{case[1]}")
def test_a_fault_costs_no_picture_and_is_told_once(logged_in, simulator, bucket, way, case):
    kind, command = case
    if kind.starter and (shutil.which(kind.starter[0]) is None or "ASAN_OPTIONS" in os.environ):
        pytest.skip("needs faketime, and no sanitizer")
    env = {**bucket.environment, "AWS_ENDPOINT_URL_S3": way.url}
    if command == "upload":
        assert logged_in.run("get", "--all", "--name", NAME, simulator=simulator).code == 0
    fault = kind(bucket, way)
    program, *words = [*fault.starter, logged_in.path]
    result = logged_in.run(*words, *COMMANDS[command], bucket.url(), simulator=simulator, program=program,
                           env={**env, **fault.environment}, timeout=200)
    assert result.code == (9 if command == "upload" and not fault.is_overcome else 0), result
    assert not fault.words or result.stderr.count(fault.words) == 1, result
    # A watch that ends leaves what it cannot send at once.
    is_overcome = fault.is_overcome and case != (Restarted, "watch")
    # The first upload to a store that cannot be used at all has nothing wait for it.
    assert command == "upload" or (waiting(logged_in) == 0) == is_overcome
    assert len([p for p in logged_in.pictures if p.suffix == ".jpg"]) == 6
    assert env["AWS_SECRET_ACCESS_KEY"] not in result.stdout + result.stderr

    fault.heal()
    again = logged_in.run("upload", bucket.url(), env=env)
    assert again.code == 0, again
    assert_all_there(logged_in, bucket)
    store = "Ceph" if IS_CEPH else "Swift"
    proof.record("uploads", f"{store}: {fault.title}: {command}", {
        "order": CASES.index(case), "store": store, "fault": fault.title, "command": command, "code": result.code,
        "said": proof.told(result.stderr.splitlines(), fault.words),
    })


def test_an_outage_with_a_kill_in_it_costs_nothing(logged_in, simulator, bucket, way):
    env = {**bucket.environment, "AWS_ENDPOINT_URL_S3": way.url}
    way.close()
    watch = logged_in.start("watch", FRONT_DOOR, DRIVEWAY, "--name", NAME, "--every", "10s", "--upload", bucket.url(),
                            simulator=simulator, env=env)
    end = time.monotonic() + 30
    while len(logged_in.pictures) < 2 or not waiting(logged_in):
        assert time.monotonic() < end
        time.sleep(0.05)
    watch.send_signal(signal.SIGKILL)
    watch.communicate()
    assert bucket.keys == []

    way.open()
    result = logged_in.run("watch", FRONT_DOOR, DRIVEWAY, "--name", NAME, "--count", "1", "--upload", bucket.url(),
                           simulator=simulator, env=env)
    assert result.code == 0, result
    assert_all_there(logged_in, bucket)
    assert waiting(logged_in) == 0


def waiting(program):
    uploads = program.run("status", "--json").objects[0]["uploads"]
    return uploads[0]["waiting"] if uploads else 0


def test_a_store_that_comes_back_gets_what_waits_while_cameras_go_on(logged_in, simulator, bucket, way):
    way.close()
    watch = logged_in.start("watch", DRIVEWAY, "--name", NAME, "--every", "10s", "--upload", bucket.url(),
                            simulator=simulator, env={**bucket.environment, "AWS_ENDPOINT_URL_S3": way.url})
    try:
        end = time.monotonic() + 30
        while not waiting(logged_in):
            assert time.monotonic() < end
            time.sleep(0.05)
        way.open()
        while not bucket.keys:
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        watch.terminate()
        _, errors = watch.communicate(timeout=20)
    assert watch.returncode == 0
    assert errors.decode().count("cannot connect") == 1
    assert_all_there(logged_in, bucket)


def test_each_target_can_have_a_store_of_its_own(logged_in, simulator, bucket, store, way):
    """What the variables say is one store, and the profile of the other target another: a second way to it."""
    other = store.make_bucket()
    keys, config = logged_in.work / "keys", logged_in.work / "config"
    keys.write_text(f"[attic]\naws_access_key_id = {bucket.environment['AWS_ACCESS_KEY_ID']}\n"
                    f"aws_secret_access_key = {bucket.environment['AWS_SECRET_ACCESS_KEY']}\n")
    config.write_text(f"[profile attic]\nendpoint_url = {way.url}\nregion = {bucket.environment['AWS_REGION']}\n")
    env = {**bucket.environment, "AWS_SHARED_CREDENTIALS_FILE": str(keys), "AWS_CONFIG_FILE": str(config)}
    targets = ["--upload", bucket.url(), "--upload", other.url("Copy") + "?profile=attic"]
    result = logged_in.run("get", DRIVEWAY, "--name", NAME, *targets, "--save", simulator=simulator, env=env)
    assert result.code == 0 and "not uploaded" not in result.stderr, result
    assert_all_there(logged_in, bucket)
    assert_all_there(logged_in, other, "Copy/")

    # One is out of reach, and the other one is not; both are remembered.
    way.close()
    result = logged_in.run("get", FRONT_DOOR, simulator=simulator, env=env)
    assert result.code == 0 and "cannot connect" in result.stderr, result
    assert_all_there(logged_in, bucket)
    way.open()
    env["AWS_SECRET_ACCESS_KEY"] = "another-one"
    result = logged_in.run("upload", other.url("Copy") + "?profile=attic", env=env)
    assert result.code == 0, result
    assert_all_there(logged_in, other, "Copy/")
    uploads = logged_in.run("status", "--json").objects[0]["uploads"]
    assert {each["endpoint"]: each["waiting"] for each in uploads} == {bucket.store.url: 0, way.url: 0}


def test_doctor_names_what_is_wrong(logged_in, simulator, bucket):
    logged_in.run("get", DRIVEWAY, "--upload", bucket.url(), "--save", simulator=simulator, env=bucket.environment)
    result = logged_in.run("doctor", simulator=simulator, env=bucket.environment)
    assert "the bucket can be read" in result.stdout, result
    result = logged_in.run("doctor", simulator=simulator,
                           env={**bucket.environment, "AWS_SECRET_ACCESS_KEY": "another-one"})
    assert "the access key is refused (SignatureDoesNotMatch)" in result.stdout and result.code == 9, result


def test_no_secret_is_in_any_output_or_file(logged_in, simulator, bucket):
    secret = bucket.environment["AWS_SECRET_ACCESS_KEY"]
    for options in ([], ["--verbose"], ["--json", "--verbose"]):
        result = logged_in.run("get", "--all", "--upload", bucket.url(), "--save", *options, simulator=simulator,
                               env=bucket.environment)
        assert result.code == 0 and secret not in result.stdout + result.stderr, result
    for file in [*logged_in.work.rglob("*"), *logged_in.settings_file.parent.iterdir()]:
        assert not file.is_file() or secret.encode() not in file.read_bytes(), file
