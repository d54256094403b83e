"""Builds beside the site and publishes it whole, one build of a project at a time."""

import errno
import glob
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from facts.sources import InputError

NEXT, OLD = "next", "old"
"""What a folder of ours is: a site that is being built, or the one that it has replaced."""
OURS = re.compile(rf"\..+\.[0-9a-f]{{8}}\.({NEXT}|{OLD})")
CANNOT_MOVE = {errno.EXDEV, errno.EBUSY}
"""What renaming a folder says where something is mounted on it, or below it in layers."""
ADVICE = {
    errno.ENOSPC: "make room and try again",
    errno.EDQUOT: "make room and try again",
    errno.EFBIG: "allow larger files and try again",
    errno.EACCES: "make it writable and try again",
    errno.EPERM: "make it writable and try again",
    errno.EROFS: "make it writable and try again",
}


class Stage:
    """A build under way: `folder` is where it writes, beside `site`, which stays as it is until the build is published.

    From its making until it is closed, other builds of the project at `root` wait.
    """

    def __init__(self, root: Path, site: Path) -> None:
        self.site, self.folder = site, ours(site.parent, site.name, NEXT)
        with ExitStack() as ends:
            ends.enter_context(turn(root))
            clear_up(site)
            self.folder.mkdir(parents=True)
            ends.callback(remove, self.folder)
            if site.exists():
                shutil.copymode(site, self.folder)
            self._ends = ends.pop_all()

    def publish(self) -> None:
        """Make what was built the site; entries of the site whose names begin with a dot stay."""
        if self.site.is_symlink() or not swapped(self.site, self.folder):
            fill(self.site, self.folder)

    def close(self) -> None:
        """Delete what was built, if it was not published, and let the next build begin."""
        self._ends.close()


@contextmanager
def turn(root: Path) -> Iterator[None]:
    """Wait until nothing else builds the project at `root`, and keep others waiting meanwhile."""
    (root / ".cache").mkdir(exist_ok=True)
    lock = FileLock(root / ".cache" / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        print("Waiting for another build of this project to end …", file=sys.stderr, flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def attempt(root: Path, work: Callable[[], int]) -> int:
    """Do what a command does, in its turn, and return what it ends with; what is to put right is said in lines."""
    try:
        with turn(root):
            return work()
    except (InputError, OSError) as bad:
        print(refused(bad) if isinstance(bad, OSError) else bad, file=sys.stderr)
        return 1


def refused(error: OSError) -> str:
    """Return in one line what the machine would not write, and what to do; raise an error that is a mistake of ours."""
    if error.errno not in ADVICE:
        raise error
    path = error.filename2 or error.filename  # what is copied or renamed, and where to
    place = str(path).removeprefix(f"{Path.cwd()}/") + ": " if path else ""
    return f"{place}{error.strerror}; {ADVICE[error.errno]}"


def swapped(site: Path, stage: Path) -> bool:
    """Put the stage in the site's place, and return whether that can be done by renaming."""
    if not site.is_dir():
        stage.rename(site)
        return True
    old = ours(site.parent, site.name, OLD)
    try:
        site.rename(old)
    except OSError as error:
        if error.errno in CANNOT_MOVE:
            return False
        raise
    try:
        stage.rename(site)
    except OSError:
        old.rename(site)
        raise
    retire(old, site)
    return True


def retire(old: Path, site: Path) -> None:
    """Delete the old site, but for its hidden entries: the site takes them over."""
    taken = {entry.name for entry in site.iterdir()}
    for entry in old.iterdir():
        if entry.name.startswith(".") and entry.name not in taken:
            entry.rename(site / entry.name)
    remove(old)


def fill(site: Path, stage: Path) -> None:
    """Bring the stage's files into a site that can't be renamed, each whole.

    First comes what pages refer to, then the pages, and what is gone goes last: no page refers to what is not there.
    """
    files = sorted((path.relative_to(stage) for path in stage.rglob("*") if path.is_file()), key=is_page)
    near, site = ours(site, site.name, NEXT), site.resolve()
    site.mkdir(parents=True, exist_ok=True)
    try:
        for file in files:
            (near / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(stage / file, near / file)
        for file in files:
            make_way(site, file)
            (near / file).replace(site / file)
    finally:
        remove(near)
    take_away(site, {*files, *(folder for file in files for folder in file.parents)})


def is_page(file: Path) -> bool:
    """Whether a file is HTML, which is published after what it refers to, and deleted before it."""
    return file.suffix == ".html"


def make_way(site: Path, file: Path) -> None:
    """Make the folders that a file of the site is in; what is in the way, a file or a folder, goes."""
    for folder in reversed([site / parent for parent in file.parents]):
        if not folder.is_dir():
            folder.unlink(missing_ok=True)
            folder.mkdir()
    if (site / file).is_dir():
        shutil.rmtree(site / file)


def take_away(site: Path, kept: set[Path]) -> None:
    """Delete what is in the site and not kept, pages before what they refer to; hidden entries stay as they are."""
    names = (path.relative_to(site) for path in site.rglob("*"))
    gone = [site / name for name in names if name not in kept and not name.parts[0].startswith(".")]
    for path in sorted(gone, key=lambda path: (path.is_dir(), not is_page(path), -len(path.parts))):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def clear_up(site: Path) -> None:
    """Undo what a build that was killed has left; a site that it had put away comes back."""
    for old in left(site.parent, site.name, OLD):
        if site.exists():
            retire(old, site)
        else:
            old.rename(site)
    for stage in [*left(site.parent, site.name, NEXT), *left(site, site.name, NEXT)]:
        remove(stage)


def ours(folder: Path, name: str, kind: str) -> Path:
    """Return the path of a new folder of ours in `folder`."""
    return folder / f".{name}.{secrets.token_hex(4)}.{kind}"


def left(folder: Path, name: str, kind: str) -> list[Path]:
    """Return the folders of ours that are in `folder`."""
    return [path for path in folder.glob(f".{glob.escape(name)}.*.{kind}") if OURS.fullmatch(path.name)]


def remove(folder: Path) -> None:
    """Delete a folder of ours, if it is there. Any other is a mistake in this code, and stays."""
    if not OURS.fullmatch(folder.name):
        raise ValueError(f"{folder} was not made here, so it is not deleted here")
    if folder.exists():
        shutil.rmtree(folder)
