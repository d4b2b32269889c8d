# SPDX-License-Identifier: Apache-2.0
"""The faults of docs/ring-service.md 10 and docs/simulator.md, and each command's exit code.

The codes are written down from what the program promises, not from what it does. A cell is

    N    the exit code; with 0 the command has done its work: listed, logged in, saved each picture
    N!   `watch` has told of a failing camera and goes on without a file (here: until its --count,
         after which it ends with N)
    -    the command does not meet this fault

A fault is one of docs/simulator.md, and stands for ever, or a situation of fault_situations.py.
"""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Case:
    """One cell."""

    part: "Part"
    fault: str
    command: str
    expected: str

    @property
    def code(self):
        return int(self.expected[0])

    @property
    def saves(self):
        """Whether each picture asked for is there at the end."""
        return self.expected == "0" and self.command.split()[0] in ("get", "watch")

    @property
    def name(self):
        return f"{self.part.title}: {self.fault}: {self.command}"


@dataclasses.dataclass(frozen=True)
class Part:
    """A table of cells."""

    title: str
    #: What fails, in a sentence for docs/reliability.md.
    about: str
    #: Heading (the commands) and rows, columns parted by two blanks or more.
    table: str
    #: Where the faults strike.
    routes: tuple = ()
    #: The simulator's options.
    options: tuple = ()
    #: The access token has run out, so that the session has to be renewed first.
    expired: bool = False
    #: Faults that are there in every row: (route, fault).
    always: tuple = ()
    #: The fault strikes once only.
    once: bool = False

    @property
    def cases(self):
        rows = [row.strip() for row in self.table.splitlines() if row.strip()]
        lines = [re.split(r"\s{2,}", row) for row in rows]
        commands = lines[0][1:]
        for fault, *cells in lines[1:]:
            assert len(cells) == len(commands), f"{self.title}: {fault}"
            for command, expected in zip(commands, cells):
                if expected != "-":
                    yield Case(self, fault, command, expected)


LOGIN_SERVICE = Part(
    title="The login service",
    about="The access has run out, and the service that renews it is at fault; `login` goes there with "
    "the password and a code.",
    routes=("token",),
    expired=True,
    table="""
fault                     login  list  get  get --all  watch
status:400                4      8     8    8          8!
throttled                 5      5     5    5          5!
throttled-description     5      5     5    5          5!
status:401                3      3     3    3          3
invalid-grant             8      3     3    3          3
status:403                8      8     8    8          8!
status:404                8      8     8    8          8!
status:406                8      8     8    8          8!
html:406                  8      8     8    8          8!
status:408                8      8     8    8          8!
status:412                4      4     4    4          4
status:422                8      8     8    8          8!
429                       5      5     5    5          5!
429:240                   5      5     5    5          5!
429-date:240              5      5     5    5          5!
status:500                8      8     8    8          8!
status:502                8      8     8    8          8!
status:503                8      8     8    8          8!
status:504                8      8     8    8          8!
html                      8      8     8    8          8!
html:503                  8      8     8    8          8!
empty                     8      8     8    8          8!
half                      8      8     8    8          8!
cut                       8      8     8    8          8!
garbage                   8      8     8    8          8!
huge                      8      8     8    8          8!
reset                     8      8     8    8          8!
lost-reply                8      8     8    8          8!
hang                      8      8     8    8          8!
redirect:http://127.0.0.1:9/  8  8     8    8          8!
no-expires                0      0     0    0          0
no-refresh-token          0      0     0    0          0
gzip                      0      0     0    0          0
delay:1500                0      0     0    0          0
""",
)

LOGIN_SERVICE_ONCE = Part(
    title="The login service, once",
    about="The same for one request only: it is tried again within the run. Where the answer was "
    "lost, the old refresh token is good for a while (the service's grace).",
    routes=("token",),
    expired=True,
    once=True,
    table="""
fault                     list  get  get --all  watch
status:406                0     0    0          0
status:408                0     0    0          0
status:500                0     0    0          0
status:503                0     0    0          0
html:503                  0     0    0          0
empty                     0     0    0          0
half                      0     0    0          0
cut                       0     0    0          0
reset                     0     0    0          0
lost-reply                0     0    0          0
""",
)

TOKENS = Part(
    title="Tokens",
    about="How long tokens live, and who takes which, as the service decides.",
    expired=True,
    table="""
fault                                  login  list  get  get --all  watch
access tokens live 5 s                 0      0     0    0          0
refresh tokens work once               0      0     0    0          0
once, and the answer is lost           -      3     3    3          3
the refresh token is dead              -      3     3    3          3
the access token is dead               -      0     0    0          0
JSON is refused                        0      0     0    0          0
forms are refused                      0      0     0    0          0
a User-Agent is wanted                 0      0     0    0          0
the app's User-Agent is wanted         0      0     0    0          0
another hardware id is wanted          0      -     -    -          -
no password grants, as text            0      -     -    -          -
no password grants, as a page          0      -     -    -          -
no refresh grants                      -      8     8    8          8!
one refresh a minute, used up          -      5     5    5          5!
""",
)

CODES = Part(
    title="Two-factor codes",
    about="`login` with and without a code at hand, and nobody there to type one.",
    table="""
fault                      login  login, no code  login --flow browser
codes by text message      0      4               0
codes by e-mail            0      4               0
codes from an app          0      4               0
codes by WhatsApp          0      4               0
codes by a phone call      0      4               0
asked for by a 202         0      4               0
asked for by a redirect    0      4               0
no second factor           0      0               0
another code               4      -               4
another password           3      3               3
ten codes were asked for   0      5               5
""",
)

BROWSER = tuple(
    Part(
        title=f"The browser's login: {title}",
        about=f"`login --flow browser`, and the fault strikes {where}.",
        routes=(route,),
        table="fault  login --flow browser\n" + table,
    )
    for route, title, where, table in (
        ("authorize", "authorize", "where it begins", """
status:400  8
status:401  8
status:403  8
status:404  8
status:406  8
429:240     5
status:500  8
status:503  8
html        8
empty       8
garbage     8
huge        8
reset       8
wrong-state  8
redirect:http://127.0.0.1:9/  8
"""),
        ("signin", "sign-in page", "at the page and its form", """
status:401  8
status:403  8
status:404  8
status:406  8
throttled   5
429:240     5
status:500  8
status:503  8
html        8
captcha     8
garbage     8
huge        8
reset       8
redirect:http://127.0.0.1:9/  8
"""),
        ("verify", "code", "at the two-factor code", """
status:400  4
status:401  4
status:403  8
status:404  8
status:406  8
429:240     5
status:500  8
status:503  8
html        8
empty       8
garbage     8
reset       8
"""),
        ("token", "exchange", "where the code of the flow is exchanged for tokens", """
status:403  8
429:240     5
status:500  8
status:503  8
html        8
empty       8
garbage     8
reset       8
no-expires  0
"""),
    )
)

SESSION = Part(
    title="The session of this installation",
    about="Ring has forgotten the session of this hardware id (404 that names it), and making a new one "
    "fails. The newer device list and the newer picture interface want none.",
    routes=("session",),
    options=("--require-session",),
    table="""
fault        login  list  get  get --fresh  get --all  watch
good         0      0     0    0            0          0
status:403   0      0     0    0            0          0
status:404   0      0     0    0            0          0
status:406   0      0     0    0            0          0
429          0      5     0    5            5          0
429:179      0      5     0    5            5          5!
status:500   0      0     0    0            0          0
status:503   0      0     0    0            0          0
html         0      0     0    0            0          0
empty        0      0     0    0            0          0
reset        0      0     0    0            0          0
lost after each call   0  0  0   0            0          0
""",
)

DEVICE_LIST = Part(
    title="The device list",
    about="Both routes of the device list are at fault. A camera given by its id needs none.",
    routes=("devices",),
    table="""
fault          list  get  get NAME  get --all  watch  watch --all
status:401     8     0    8         8          0      8
status:403     8     0    8         8          0      8
status:404     8     0    8         8          0      8
status:405     8     0    8         8          0      8
status:406     8     0    8         8          0      8
status:408     8     0    8         8          0      8
status:422     8     0    8         8          0      8
429            5     0    5         5          0      5
429:120        5     0    5         5          5!     5
429-date:120   5     0    5         5          5!     5
status:500     8     0    8         8          0      8
status:502     8     0    8         8          0      8
status:503     8     0    8         8          0      8
status:504     8     0    8         8          0      8
html           8     0    8         8          0      8
html:503       8     0    8         8          0      8
empty          8     0    8         8          0      8
half           8     0    8         8          0      8
cut            8     0    8         8          0      8
garbage        8     0    8         8          0      8
huge           8     0    8         8          0      8
reset          8     0    8         8          0      8
lost-reply     8     0    8         8          0      8
hang           8     0    8         8          0      8
asset:7019     8     0    8         8          0      8
asset:7062     8     0    8         8          0      8
redirect:http://127.0.0.1:9/  8  0  8  8       0      8
gzip           0     0    0         0          0      0
delay:1500     0     0    0         0          0      0
""",
)

ONE_LIST = tuple(
    Part(
        title=title,
        about=about,
        routes=(route,),
        table="fault  list  get NAME  get --all  watch --all\n" + table,
    )
    for title, about, route, table in (
        ("The older device list", "Only `ring_devices` is at fault; the newer list stands in.",
         "ring-devices", """
status:401     8  8  8  8
status:403     0  0  0  0
status:404     0  0  0  0
status:405     0  0  0  0
status:406     0  0  0  0
status:408     0  0  0  0
429            5  5  5  5
429:120        5  5  5  5
status:500     0  0  0  0
status:503     0  0  0  0
html           0  0  0  0
html:503       0  0  0  0
empty          0  0  0  0
half           0  0  0  0
cut            0  0  0  0
garbage        0  0  0  0
huge           0  0  0  0
reset          0  0  0  0
hang           0  0  0  0
delay:1500     0  0  0  0
"""),
        ("The newer device list",
         "Only `device_info/v3/devices` is at fault: what the account owns is there all the same.",
         "v3-devices", """
status:401     0  0  0  0
status:403     0  0  0  0
status:404     0  0  0  0
status:406     0  0  0  0
429            0  0  0  0
429:120        0  0  0  0
status:500     0  0  0  0
status:503     0  0  0  0
html           0  0  0  0
empty          0  0  0  0
half           0  0  0  0
cut            0  0  0  0
garbage        0  0  0  0
huge           0  0  0  0
reset          0  0  0  0
hang           0  0  0  0
delay:1500     0  0  0  0
"""),
    )
)

DEVICE_SHAPES = Part(
    title="Odd device lists",
    about="The lists come, but the older one is not as it usually is. The newer one makes up for it.",
    table="""
fault                        list  get  get NAME  get --all  watch  watch --all
an awkward list              0     6    -         -          6      -
no devices                   0     6    6         6          6      6
a list of nothing            0     0    0         0          0      0
null lists                   0     0    0         0          0      0
a web page instead of it     0     0    0         0          0      0
half of it                   0     0    0         0          0      0
only the newer route         0     0    0         0          0      0
only shared cameras          0     0    0         0          0      0
some shared cameras          0     0    0         -          0      -
""",
)

LOCATIONS = Part(
    title="The names of the homes",
    about="Only the names of the locations cannot be had: everything works without them.",
    routes=("locations",),
    table="""
fault          list  get --all  watch --all
status:401     0     0          0
status:403     0     0          0
status:404     0     0          0
429:120        0     0          0
status:500     0     0          0
status:503     0     0          0
html           0     0          0
empty          0     0          0
garbage        0     0          0
cut            0     0          0
huge           0     0          0
reset          0     0          0
""",
)

PICTURES = Part(
    title="Pictures, both interfaces",
    about="Neither of the service's two picture interfaces gives a picture, for any camera.",
    routes=("next", "image", "timestamps"),
    table="""
fault          get  get --fresh  get --all  watch
status:401     8    8            8          8!
status:403     7    7            7          7!
status:404     7    7            7          7!
status:405     7    7            7          7!
status:406     8    8            8          8!
status:408     8    8            8          8!
status:422     7    7            7          7!
429            5    5            5          5!
429:120        5    5            5          5!
429-date:120   5    5            5          5!
status:500     8    8            8          8!
status:501     8    8            8          8!
status:502     8    8            8          8!
status:503     8    8            8          8!
status:504     8    8            8          8!
html           8    8            8          8!
html:503       8    8            8          8!
empty          7    7            7          7!
half           7    7            7          7!
cut            7    7            7          7!
garbage        7    7            7          7!
h264           7    7            7          7!
huge           7    7            7          7!
reset          8    8            8          8!
lost-reply     8    8            8          8!
hang           8    8            8          8!
redirect:http://127.0.0.1:9/  8  7  8       8!
asset:7019     7    7            7          7!
asset:7050     7    7            7          7!
asset:7062     7    7            7          7!
asset:7063     7    7            7          7!
asset:7062+9999  7  7            7          7!
asset:9999     7    7            7          7!
""",
)

PICTURES_ONCE = Part(
    title="Pictures, once",
    about="The first answer of each interface is spoiled, the second is good.",
    routes=("next", "image"),
    once=True,
    table="""
fault          get --retries 3  watch --fresh --retries 3
status:404     0    0
status:408     0    0
status:500     0    0
status:503     0    0
status:504     0    0
429:1          0    0
html           0    0
empty          0    0
half           0    0
cut            0    0
garbage        0    0
h264           0    0
grey           0    0
reset          0    0
lost-reply     0    0
asset:7062     0    0
""",
)

NEXT = Part(
    title="Pictures, the newer interface",
    about="Only `snapshots/next` is at fault; the older interface stands in.",
    routes=("next",),
    table="""
fault          get  get --fresh  get --all  watch
status:404     0    0            0          0
status:408     0    0            0          0
status:500     0    0            0          0
status:503     0    0            0          0
status:504     0    0            0          0
html           0    0            0          0
empty          0    0            0          0
half           0    0            0          0
cut            0    0            0          0
garbage        0    0            0          0
h264           0    0            0          0
grey           0    0            0          0
reset          0    0            0          0
hang           0    0            0          0
drip           0    0            0          0
no-time        0    0            0          0
stale          0    0            0          0
""",
)

OLDER = Part(
    title="Pictures, the older interface",
    about="`snapshots/next` is down, and `snapshots/image` is at fault, too.",
    routes=("image",),
    always=(("next", "status:503"),),
    table="""
fault          get  get --fresh  watch
good           0    0            0
206 with Range  0   0            0
status:404     7    7            7!
status:503     8    8            8!
html           8    8            8!
empty          7    7            7!
half           7    7            7!
cut            7    7            7!
h264           7    7            7!
grey           7    7            7!
huge           7    7            7!
reset          8    8            8!
redirect:http://127.0.0.1:9/  8  8  8!
""",
)

CAPTURE_TIMES = Part(
    title="Capture times",
    about="`snapshots/next` is down, and the older interface tells the capture times wrongly or not at "
    "all: the newest picture is saved all the same, with `--fresh` as one that is not.",
    routes=("timestamps",),
    # In whole seconds, a capture in the second of the request would not be known to be fresh.
    options=("--capture-delay-wired", 1.05),
    always=(("next", "status:503"),),
    table="""
fault          get  get --fresh  watch
shuffled       0    0            0
missing        0    0            0
zero           0    0            0
null           0    0            0
no-entries     0    0            0
seconds        0    0            0
status:405     0    0            0
status:503     0    0            8!
html           0    0            8!
empty          0    0            8!
garbage        0    0            8!
reset          0    0            8!
""",
)

ASKING = Part(
    title="Asking for a fresh picture",
    about="`snapshots/next` is down, and the request of the older interface that wakes the camera "
    "fails: the newest picture there is is saved, and said not to be fresh.",
    routes=("update-all",),
    always=(("next", "status:503"),),
    table="""
fault          get --fresh  get --require-fresh
status:404     0            7
status:405     0            7
status:422     0            7
429            5            5
status:500     0            7
status:503     0            7
html           0            7
reset          0            7
""",
)

CAMERAS = Part(
    title="The state of the camera",
    about="The service works, and the camera does not.",
    table="""
fault                               get  get --fresh  get --require-fresh  watch
it is offline                       0    0            7                    0
its motion detection is off         0    0            7                    0
it is recording, and wired          0    0            0                    0
it never wakes up                   0    0            7                    0
there is no picture of it           7    0            0                    7!
no picture, and it is offline       7    7            7                    7!
no picture, and motion detection is off  7  7         7                    7!
no such camera                      6    6            6                    6
""",
)

NETWORK = Part(
    title="The network",
    about="No server of Ring can be reached.",
    table="""
fault                     login  list  get  get --all  watch
nobody listens            8      8     8    8          8!
the name is unknown       8      8     8    8          8!
no TLS is spoken          8      8     8    8          8!
""",
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
