# SPDX-License-Identifier: Apache-2.0
"""The parts of the fault matrix that concern the login and the session."""

from fault_cases import Part

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
