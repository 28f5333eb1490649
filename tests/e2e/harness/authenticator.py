"""What an authenticator app does with a seed: codes by RFC 6238."""

import base64
import hashlib
import hmac
import struct
import time

STEP_S = 30


def code(seed, away=0):
    """`seed` in base32, as CreateVirtualMFADevice shows it; `away` in steps from now."""
    if isinstance(seed, bytes):
        seed = seed.decode()
    counter = int(time.time()) // STEP_S + away
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7fffffff
    return f"{number % 1_000_000:06d}"
