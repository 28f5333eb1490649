"""An OpenID Connect issuer on loopback: discovery, a key set, and tokens signed by OpenSSL."""

import base64
import http.server
import json
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """`tls`: under https://localhost, with a certificate of its own in `self.certificate`."""

    def __init__(self, tls=False):
        self.folder = tempfile.TemporaryDirectory(prefix="berth-issuer-")
        self.key = Path(self.folder.name) / "key.pem"
        openssl("genrsa", "-out", self.key, "2048")
        modulus = openssl("rsa", "-in", self.key, "-noout", "-modulus").decode().strip()
        self.modulus = bytes.fromhex(modulus.split("=")[1])
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps(issuer.documents().get(self.path)).encode()
                self.send_response(200 if body != b"null" else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        port = self.server.server_address[1]
        self.name = f"localhost:{port}" if tls else f"127.0.0.1:{port}"
        self.url = f"http{'s' if tls else ''}://{self.name}"
        if tls:
            self.certificate = Path(self.folder.name) / "certificate.pem"
            openssl("req", "-x509", "-key", self.key, "-out", self.certificate, "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, self.key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def documents(self):
        return {
            "/.well-known/openid-configuration": {"issuer": self.url,
                                                  "jwks_uri": f"{self.url}/keys"},
            "/keys": {"keys": [{"kty": "RSA", "kid": "k1", "use": "sig", "alg": "RS256",
                                "n": base64url(self.modulus), "e": "AQAB"}]}}

    def token(self, subject="me", audience="app", lasts_s=600, **claims):
        now = int(time.time())
        header = {"alg": "RS256", "typ": "JWT", "kid": "k1"}
        payload = {"iss": self.url, "sub": subject, "aud": audience, "iat": now,
                   "exp": now + lasts_s, **claims}
        signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, payload))
        signature = openssl("dgst", "-sha256", "-sign", self.key, stdin=signed.encode())
        return f"{signed}.{base64url(signature)}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()


def openssl(*arguments, stdin=None):
    return subprocess.run(["openssl", *map(str, arguments)], input=stdin, check=True,
                          capture_output=True).stdout
