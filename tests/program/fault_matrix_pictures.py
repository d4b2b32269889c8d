# SPDX-License-Identifier: Apache-2.0
"""The parts of the fault matrix that concern devices, pictures and the network."""

from fault_cases import Part

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
12-bit         0    0            0          0
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
12-bit         7    7            7!
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
