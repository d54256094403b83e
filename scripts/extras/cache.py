"""Keeps what takes long to make from build to build, each thing under a key for all that it is made of."""

import hashlib
import os
from pathlib import Path


def key_of(*parts: str) -> str:
    """Return a name for all of these parts."""
    return digest("\0".join(parts).encode())[:32].decode()


class Cache:
    """A folder with things of one kind. Each is a file with a checksum before it, so what is broken is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._asked = folder, set[str]()

    def get(self, key: str) -> bytes | None:
        """Return what is kept under the key, or None."""
        self._asked.add(key)
        try:
            checksum, _, content = (self._folder / key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return content if checksum == digest(content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep the content under the key. Another process sees the whole of it or nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f"{key}.{os.getpid()}"
        try:
            beside.write_bytes(digest(content) + b"\n" + content)
            beside.replace(self._folder / key)
        finally:
            beside.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what nobody has asked for since this object was made; whoever builds asks for all that it uses."""
        for path in self._folder.glob("*"):
            if path.name not in self._asked:
                path.unlink()


def digest(content: bytes) -> bytes:
    """Return the content's SHA-256 as 64 hexadecimal digits in ASCII."""
    return hashlib.sha256(content).hexdigest().encode()
