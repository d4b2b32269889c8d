# SPDX-License-Identifier: Apache-2.0
"""Real certificates, made on the spot with openssl, and TLS servers that show them."""

import pathlib
import ssl
import subprocess

CONFIGURATION = """
[ca]
default_ca = one
[one]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[is_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,digitalSignature
[is_server]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
"""


class Authority:
    """Somebody who vouches for servers. Its certificate is `file`."""

    def __init__(self, folder, name, signed_by=None):
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir()
        (self.folder / "index.txt").touch()
        (self.folder / "serial").write_text("01\n")
        self.key = self.folder / "key.pem"
        self.file = self.folder / "cert.pem"
        if signed_by is None:
            self._make_key_and("-x509", "-days", "30", "-extensions", "is_ca", "-subj", f"/CN={name}",
                               "-out", self.file)
        else:
            signed_by.issue(name=name, folder=self.folder)

    def server(self, name="server", **options):
        """The certificate with its key and its chain, as one file for a server."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "index.txt").touch()
        self.issue(name=name, folder=folder, **options)
        whole = folder / "whole.pem"
        whole.write_bytes(b"".join(
            file.read_bytes() for file in (folder / "key.pem", folder / "cert.pem", self.file)
        ))
        return whole

    def issue(self, name, folder, names="IP:127.0.0.1,DNS:localhost", start="20200101000000Z",
              end="20400101000000Z"):
        self._make_key_and("-subj", f"/CN={name}", "-out", folder / "request.pem", folder=folder)
        self._openssl(
            "ca", "-batch", "-notext", "-config", self._configuration(names), "-cert", self.file,
            "-keyfile", self.key, "-extensions", "is_server", "-startdate", start, "-enddate", end,
            "-in", folder / "request.pem", "-out", folder / "cert.pem",
        )

    def _make_key_and(self, *options, folder=None):
        self._openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-config", self._configuration(), "-keyout", (folder or self.folder) / "key.pem", *options,
        )

    def _configuration(self, names="DNS:localhost"):
        file = self.folder / "configuration"
        file.write_text(CONFIGURATION.format(folder=self.folder, names=names))
        return file

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def self_signed(folder, names="IP:127.0.0.1"):
    """A server's certificate that nobody but itself vouches for, with its key."""
    folder = pathlib.Path(folder)
    whole = folder / "self-signed.pem"
    done = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "30", "-subj", "/CN=self", "-addext", f"subjectAltName={names}",
         "-keyout", str(folder / "self-key.pem"), "-out", str(folder / "self-cert.pem")],
        capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stderr
    whole.write_bytes((folder / "self-key.pem").read_bytes() + (folder / "self-cert.pem").read_bytes())
    return whole


def server_context(whole, oldest=None, newest=None):
    """TLS of a server with that certificate, and of those versions only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if newest is not None:
        # The library itself does not offer versions that old any more unless it is told to.
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = oldest
        context.maximum_version = newest
    context.load_cert_chain(whole)
    return context
