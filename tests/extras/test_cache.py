"""scripts/extras/cache.py: what is kept is whole, or it is made again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, run
from extras.cache import Cache, key_of

PICTURE = bytes(range(256)) * 40


def test_what_is_kept_is_there_for_the_next_build(tmp_path: Path) -> None:
    Cache(tmp_path / "cards").put("key", PICTURE)
    assert Cache(tmp_path / "cards").get("key") == PICTURE
    assert Cache(tmp_path / "cards").get("other") is None


def test_a_key_differs_by_each_part_and_where_it_ends() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("ab", "d"), key_of()}) == 5


BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda whole: whole[:-1],
    "empty": lambda _: b"",
    "of other bytes": lambda whole: whole[:-1] + b"x",
    "from before there were checksums": lambda _: PICTURE,
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_a_broken_file_is_as_if_it_were_not_there(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    cache = Cache(tmp_path)
    cache.put("key", PICTURE)
    (tmp_path / "key").write_bytes(broken((tmp_path / "key").read_bytes()))
    assert cache.get("key") is None
    cache.put("key", PICTURE)
    assert cache.get("key") == PICTURE


def test_only_what_nobody_asked_for_is_swept(tmp_path: Path) -> None:
    for key in ("old", "used"):
        Cache(tmp_path).put(key, PICTURE)
    cache = Cache(tmp_path)
    cache.put("new", PICTURE) if cache.get("new") is None else None
    cache.get("used")
    cache.sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "used"]


FULL = """
import resource
from pathlib import Path
from extras.cache import Cache
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    Cache(Path("cards")).put("key", bytes(5000))
except OSError as error:
    print(error)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from extras.cache import Cache
sys.addaudithook(lambda event, _: os.kill(os.getpid(), signal.SIGKILL) if event == "os.rename" else None)
Cache(Path("cards")).put("key", bytes(5000))
"""


def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    done = run("-c", FULL, root=tmp_path, PYTHONPATH=str(ROOT / "scripts"))
    assert "too large" in done.stdout
    assert list((tmp_path / "cards").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_kill_leaves_nothing_that_the_next_build_takes_or_keeps(tmp_path: Path) -> None:
    assert run("-c", KILLED, root=tmp_path, PYTHONPATH=str(ROOT / "scripts")).returncode == -9
    assert len(list((tmp_path / "cards").iterdir())) == 1
    cache = Cache(tmp_path / "cards")
    assert cache.get("key") is None
    cache.sweep()
    assert list((tmp_path / "cards").iterdir()) == []
