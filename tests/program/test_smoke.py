# SPDX-License-Identifier: Apache-2.0
from conftest import DRIVEWAY


def test_a_fresh_picture_of_a_wired_camera_is_saved(logged_in, simulator):
    result = logged_in.run("get", DRIVEWAY, "--fresh", simulator=simulator)
    assert result.code == 0, result
    assert len(logged_in.pictures) == 1
