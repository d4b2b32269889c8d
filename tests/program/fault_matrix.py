# SPDX-License-Identifier: Apache-2.0
"""The faults of docs/ring-service.md 10 and docs/simulator.md, and each command's exit code.

The codes are written down from what the program promises, not from what it does. A cell is

    N    the exit code; with 0 the command has done its work: listed, logged in, saved each picture
    N!   `watch` has told of a failing camera and goes on without a file (here: until its --count,
         after which it ends with N)
    -    the command does not meet this fault

A fault is one of docs/simulator.md, and stands for ever, or a situation of fault_situations.py.
"""

from fault_matrix_login import (
    BROWSER,
    CODES,
    LOGIN_SERVICE,
    LOGIN_SERVICE_ONCE,
    SESSION,
    TOKENS,
)
from fault_matrix_pictures import (
    ASKING,
    CAMERAS,
    CAPTURE_TIMES,
    DEVICE_LIST,
    DEVICE_SHAPES,
    LOCATIONS,
    NETWORK,
    NEXT,
    OLDER,
    ONE_LIST,
    PICTURES,
    PICTURES_ONCE,
)

PARTS = (
    LOGIN_SERVICE,
    LOGIN_SERVICE_ONCE,
    TOKENS,
    CODES,
    *BROWSER,
    SESSION,
    DEVICE_LIST,
    *ONE_LIST,
    DEVICE_SHAPES,
    LOCATIONS,
    PICTURES,
    PICTURES_ONCE,
    NEXT,
    OLDER,
    CAPTURE_TIMES,
    ASKING,
    CAMERAS,
    NETWORK,
)

CASES = [case for part in PARTS for case in part.cases]
#: Those that do not wait for a time limit to pass.
QUICK_CASES = [case for case in CASES if case.fault not in ("hang", "drip")]
