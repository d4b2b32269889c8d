# SPDX-License-Identifier: Apache-2.0
"""What the rows of the fault matrix that are no fault of the simulator's own stand for."""

import dataclasses
import typing

from conftest import DRIVEWAY, PASSWORD, USERNAME


def nothing(*_):
    pass


@dataclasses.dataclass(frozen=True)
class Situation:
    #: Options that the simulator is started with.
    options: tuple = ()
    #: What is done to the simulator before the run; gets it and the program.
    before: typing.Callable = nothing
    #: Changes of the program's environment.
    environment: typing.Callable = lambda simulator: {}
    #: Whether the session is alive afterwards.
    session_lives: bool = True


def camera(**state):
    return Situation(before=lambda simulator, _: simulator.set(camera=int(DRIVEWAY), **state))


def everywhere(**state):
    return Situation(before=lambda simulator, _: simulator.set(**state))


def lose_the_answer(simulator, _):
    simulator.fault("token", "lost-reply")


def forget_the_picture(**state):
    def before(simulator, _):
        # Without the one, the other would be the reason.
        simulator.set(camera=int(DRIVEWAY), has_picture=False, never_captures=True, **state)

    return Situation(before=before)


def ask_for_ten_codes(simulator, _):
    for _ in range(10):
        simulator.ask("/oauth/token", {
            "grant_type": "password", "client_id": "ring_official_android", "scope": "client",
            "username": USERNAME, "password": PASSWORD,
        }, {"hardware_id": "another", "2fa-support": "true"})


def server(url):
    return Situation(environment=lambda simulator: {"RING_SNAPSHOT_SERVER": url})


SITUATIONS = {
    "access tokens live 5 s": Situation(("--access-token-life", 5)),
    "refresh tokens work once": Situation(("--grace", 0)),
    "once, and the answer is lost": Situation(("--grace", 0), lose_the_answer, session_lives=False),
    "the refresh token is dead": dataclasses.replace(
        everywhere(revoke_refresh_tokens=True), session_lives=False
    ),
    "the access token is dead": everywhere(revoke_access_tokens=True),
    "JSON is refused": Situation(("--refuse-encoding", "json")),
    "forms are refused": Situation(("--refuse-encoding", "form")),
    "a User-Agent is wanted": Situation(("--require-user-agent",)),
    "the app's User-Agent is wanted": Situation(("--require-user-agent", "full")),
    "another hardware id is wanted": Situation(("--refuse-first-hardware-id",)),
    "no password grants, as text": Situation(("--refuse-token-flow", "text")),
    "no password grants, as a page": Situation(("--refuse-token-flow", "html")),
    "no refresh grants": Situation(
        before=lambda simulator, _: simulator.fault("token", "status:406*")
    ),
    "one refresh a minute, used up": Situation(("--refresh-limit", 1)),
    "codes by text message": Situation(),
    "codes by e-mail": Situation(("--two-factor", "email")),
    "codes from an app": Situation(("--two-factor", "totp")),
    "codes by WhatsApp": Situation(("--two-factor", "whatsapp")),
    "codes by a phone call": Situation(("--two-factor", "voice")),
    "asked for by a 202": Situation(("--challenge", "202")),
    "asked for by a redirect": Situation(("--challenge", "redirect")),
    "no second factor": Situation(("--two-factor", "none")),
    "another code": Situation(("--code", "654321")),
    "another password": Situation(("--password", "another")),
    "ten codes were asked for": Situation(before=ask_for_ten_codes),
    "lost after each call": Situation(("--require-session", "--session-calls", 1)),
    "an awkward list": Situation(("--devices", "awkward")),
    "no devices": Situation(("--devices", "empty")),
    "a list of nothing": Situation(("--devices", "braces")),
    "null lists": Situation(("--devices", "nulls")),
    "a web page instead of it": Situation(("--devices", "html")),
    "half of it": Situation(("--devices", "truncated")),
    "only the newer route": Situation(("--devices", "v3-only")),
    "only shared cameras": Situation(("--devices", "shared")),
    "some shared cameras": Situation(("--devices", "mixed")),
    "206 with Range": Situation(("--image-partial",)),
    "it is offline": camera(online=False),
    "its motion detection is off": camera(motion_detection=False),
    "it is recording, and wired": camera(recording_seconds=30),
    "it never wakes up": camera(never_captures=True),
    "no such camera": Situation(),
    "there is no picture of it": camera(has_picture=False),
    "no picture, and it is offline": forget_the_picture(online=False),
    "no picture, and motion detection is off": forget_the_picture(motion_detection=False),
    "nobody listens": server("http://127.0.0.1:9"),
    "the name is unknown": server("https://no-such-host.invalid"),
    "no TLS is spoken": Situation(
        environment=lambda simulator: {
            "RING_SNAPSHOT_SERVER": simulator.url.replace("http:", "https:")
        }
    ),
}
