# SPDX-License-Identifier: Apache-2.0
"""Clients of other people, as far as their requests go: what each sends, and how it goes on.

Written from docs/ring-service.md and from what those clients were seen to send; none of their code
is here. Each logs in, registers itself as it is used to, lists its cameras and gets a picture.
"""

import base64
import hashlib
import http.client
import json
import re
import secrets
import time
import urllib.parse
import uuid
from http.cookies import SimpleCookie

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CALLBACK = "https://ring.com/signin/callback"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:200]}>"


class Client:
    """What all have in common: a server in place of Ring's hosts. No redirect is followed."""

    user_agent = "android:com.ringapp"

    def __init__(self, url):
        self._address = urllib.parse.urlsplit(url).netloc
        self.hardware_id = str(uuid.uuid4())
        self.tokens = None

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self._address, timeout=30)
        headers = {"User-Agent": self.user_agent, **(headers or {})}
        headers = {name: value for name, value in headers.items() if value is not None}
        if isinstance(body, dict):
            if headers.get("Content-Type") == FORM["Content-Type"]:
                body = urllib.parse.urlencode(body)
            else:
                headers["Content-Type"] = "application/json"
                body = json.dumps(body)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def keep(self, answer):
        assert answer.status == 200, answer
        self.tokens = answer.json
        assert self.tokens["token_type"].lower() == "bearer"

    @property
    def bearer(self):
        return {"Authorization": f"Bearer {self.tokens['access_token']}"}

    def next_picture(self, camera, query="extras=force&after-ms=0"):
        headers = {**self.bearer, "hardware_id": self.hardware_id, "Accept": "image/jpeg"}
        answer = self.send("GET", f"/snapshots/next/{camera}?{query}", headers=headers)
        assert answer.status == 200 and answer.headers["x-time-millis"], answer
        return answer.body


class RingClientApi(Client):
    """ring-client-api: JSON, a bare User-Agent, a session only when a 404 asks for one."""

    def _token(self, code="", **grant):
        headers = {
            "Accept": "application/json", "2fa-support": "true", "2fa-code": code,
            "hardware_id": self.hardware_id,
        }
        fields = {"client_id": "ring_official_android", "scope": "client", **grant}
        return self.send("POST", "/oauth/token", fields, headers)

    def log_in(self, username, password, code):
        grant = {"grant_type": "password", "password": password, "username": username}
        challenge = self._token(**grant)
        assert challenge.status == 412 and challenge.json["tsv_state"] == "sms", challenge
        refused = self._token("000000", **grant)
        assert refused.status == 400, refused
        assert refused.json["error"].startswith("Verification Code")
        self.keep(self._token(code, **grant))

    def refresh(self):
        token = self.tokens["refresh_token"]
        self.keep(self._token(grant_type="refresh_token", refresh_token=token))

    def get(self, path):
        for _ in range(3):
            headers = {**self.bearer, "hardware_id": self.hardware_id, "Accept": "application/json"}
            answer = self.send("GET", path, headers=headers)
            if answer.status == 401:
                self.refresh()
            elif answer.status == 404 and self.hardware_id in answer.json.get("error", ""):
                self.create_session()
            else:
                break
        assert answer.status == 200, answer
        return answer.json

    def create_session(self):
        metadata = {"api_version": 11, "device_model": "ring-client-api"}
        device = {"hardware_id": self.hardware_id, "metadata": metadata, "os": "android"}
        # It sends neither the User-Agent nor the hardware id as a header here.
        answer = self.send(
            "POST", "/clients_api/session", {"device": device}, {**self.bearer, "User-Agent": None}
        )
        assert answer.status == 200 and answer.json["profile"]["email"], answer

    def cameras(self):
        locations = self.get("/devices/v1/locations")["user_locations"]
        homes = {location["location_id"] for location in locations}
        lists = self.get("/clients_api/ring_devices")
        # It goes through this one without looking whether it is there.
        assert isinstance(lists["other"], list)
        cameras = lists["doorbots"] + lists["authorized_doorbots"] + lists["stickup_cams"]
        return [camera["id"] for camera in cameras if camera["location_id"] in homes]

    def picture(self, camera):
        return self.next_picture(camera)


class PythonRingDoorbell(Client):
    """python-ring-doorbell: a form and Basic authorization, a session before anything else."""

    user_agent = "HomeAssistant/2026.11"
    basic = {"Authorization": "Basic " + base64.b64encode(b"ring_official_android:").decode()}

    def log_in(self, username, password, code):
        fields = {
            "grant_type": "password", "username": username, "password": password, "scope": "client",
            "client_id": "ring_official_android",
        }
        headers = {**FORM, **self.basic, "hardware_id": self.hardware_id}
        challenge = self.send("POST", "/oauth/token", fields, headers)
        # It does not look at the status.
        assert "error" not in challenge.json and "access_token" not in challenge.json
        headers.update({"2fa-support": "true", "2fa-code": code})
        self.keep(self.send("POST", "/oauth/token", fields, headers))

    def refresh(self):
        fields = {"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]}
        headers = {**FORM, **self.basic, "User-Agent": "Python/3.13 aiohttp/3.12"}
        self.keep(self.send("POST", "/oauth/token", fields, headers))

    def query(self, method, path, body=None):
        headers = {**self.bearer, "hardware_id": self.hardware_id}
        answer = self.send(method, f"{path}?api_version=11", body, headers)
        assert answer.status == 200, answer
        return answer

    def cameras(self):
        metadata = {"api_version": "11", "device_model": f"ring-doorbell:{self.user_agent}"}
        device = {"hardware_id": self.hardware_id, "metadata": metadata, "os": "android"}
        self.query("POST", "/clients_api/session", {"device": device})
        lists = self.query("GET", "/clients_api/ring_devices").json
        # It takes every member for a list of things with an id.
        by_id = {kind: {entry["id"]: entry for entry in lists[kind]} for kind in lists}
        self.query("GET", "/clients_api/dings/active")
        for home in {entry["location_id"] for kind in by_id.values() for entry in kind.values()}:
            self.query("GET", f"/groups/v1/locations/{home}/groups").json["device_groups"]
        return [*by_id["doorbots"], *by_id["authorized_doorbots"], *by_id["stickup_cams"]]

    def picture(self, camera):
        """None: the camera has taken none since. The client asks none to, but by the way."""
        asked_at = time.time()
        for _ in range(3):
            times = self.query(
                "POST", "/clients_api/snapshots/timestamps", {"doorbot_ids": [camera]}
            ).json["timestamps"]
            assert times[0]["doorbot_id"] == camera and times[0]["timestamp"] > 1e12
            if times[0]["timestamp"] / 1000 > asked_at:
                return self.query("GET", f"/clients_api/snapshots/image/{camera}").body
            time.sleep(0.2)  # It waits a second.
        return None


class RingSnapshotDownload(Client):
    """RingSnapshotDownload 3: forms, no User-Agent, a refresh before every call."""

    user_agent = None

    def _token(self, code="", **grant):
        fields = {"client_id": "ring_official_android", "scope": "client", **grant}
        headers = {
            **FORM, "2fa-support": "true", "2fa-code": code, "hardware_id": self.hardware_id,
        }
        return self.send("POST", "/oauth/token", fields, headers)

    def log_in(self, username, password, code):
        grant = {"grant_type": "password", "username": username, "password": password}
        assert self._token(**grant).status == 412
        self.keep(self._token(code, **grant))
        metadata = {"api_version": 11, "device_model": "ring-client-api"}
        device = {"hardware_id": self.hardware_id, "metadata": metadata, "os": "android"}
        answer = self.send("POST", "/clients_api/session", {"device": device}, self.bearer)
        assert answer.status == 200, answer

    def refresh(self):
        token = self.tokens["refresh_token"]
        self.keep(self._token(grant_type="refresh_token", refresh_token=token))

    def call(self, method, path, body=None, headers=None):
        self.refresh()
        return self.send(method, path, body, {**self.bearer, **(headers or {})})

    def cameras(self):
        lists = self.call("GET", "/clients_api/ring_devices").json
        return [
            entry["id"]
            for kind in ("doorbots", "authorized_doorbots", "stickup_cams") for entry in lists[kind]
        ]

    def picture(self, camera):
        ids = {"doorbot_ids": [camera]}
        asked = self.call("PUT", "/clients_api/snapshots/update_all", {**ids, "refresh": True})
        assert asked.status == 204 and asked.body == b"", asked
        times = self.call("POST", "/clients_api/snapshots/timestamps", ids).json["timestamps"]
        assert max(time["timestamp"] for time in times if time["doorbot_id"] == camera)
        headers = {"Accept": "*/*", "Range": "bytes=0-"}
        return self.call("GET", f"/clients_api/snapshots/image/{camera}", headers=headers).body


class BrowserClient(RingClientApi):
    """The newer TypeScript ones: the sign-in pages with PKCE, cookies by host and path."""

    def __init__(self, url):
        super().__init__(url)
        self._cookies = {}

    def page(self, method, path, form=None):
        target = urllib.parse.urlsplit(path).path
        cookies = "; ".join(
            f"{cookie.key}={cookie.value}" for cookie in self._cookies.values()
            if target.startswith(cookie["path"] or "/")
        )
        headers = {"Accept": "application/json,text/html", "Cookie": cookies or None}
        if form:
            headers.update(FORM, Origin="https://oauth.ring.com")
            headers["Referer"] = "https://oauth.ring.com/oauth/v2/signin"
        answer = self.send(method, path, form, headers)
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(line).items():
                self._cookies[name] = cookie
        return answer

    def csrf_token(self, page):
        script = re.search(r'<script[^>]*id="__NEXT_DATA__"[^>]*>(.*?)</script>', page, re.DOTALL)

        def find(value, depth=0):
            if not isinstance(value, dict) or depth > 5:
                return None
            found = [entry for key, entry in value.items() if key.lower() in ("csrftoken", "csrf")]
            return found[0] if found else next(
                filter(None, (find(entry, depth + 1) for entry in value.values())), None
            )

        return find(json.loads(script[1]))

    def log_in(self, username, password, code):
        verifier = secrets.token_urlsafe(32)
        digest = hashlib.sha256(verifier.encode()).digest()
        state = secrets.token_hex(16)
        query = {
            "redirect_uri": CALLBACK, "client_id": "ring_official_android", "response_type": "code",
            "prompt": "login", "state": state, "scope": "client", "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "device_model": "ring-client-api", "app_version": "3.102.0", "dark_mode": "false",
            "device_brand": "nodejs", "device_os_version": "v22", "app_brand": "ring",
            "hardware_id": self.hardware_id,
        }
        answer = self.page("GET", "/oauth/v2/authorize?" + urllib.parse.urlencode(query))
        assert answer.status == 302, answer
        page = self.page("GET", answer.headers["Location"])
        csrf = {"csrf-token": self.csrf_token(page.body.decode())}
        form = {"username": username, "password": password, **csrf}
        assert self.page("POST", "/oauth/v2/signin", form).status == 412
        verify = {"2fa_code": "000000", **csrf, "remember_me": "false"}
        assert self.page("POST", "/oauth/v2/2fa/verify", verify).status in (400, 401)
        verified = self.page("POST", "/oauth/v2/2fa/verify", {**verify, "2fa_code": code})
        assert verified.status in (200, 201), verified
        assert verified.json["redirect_url"] == "/oauth/v2/authorize"
        callback = self.page("GET", "/oauth/v2/authorize").headers["Location"]
        assert callback.startswith(CALLBACK + "?")
        found = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(callback).query))
        assert found["state"] == state
        self.keep(self._form_token(
            grant_type="authorization_code", code=found["code"], redirect_uri=CALLBACK,
            code_verifier=verifier,
        ))

    def _form_token(self, **fields):
        fields["client_id"] = "ring_official_android"
        headers = {**FORM, "Accept": "application/json", "hardware_id": self.hardware_id}
        return self.send("POST", "/oauth/token", fields, headers)

    def refresh(self):
        self.keep(self._form_token(
            grant_type="refresh_token", refresh_token=self.tokens["refresh_token"], scope="client"
        ))
