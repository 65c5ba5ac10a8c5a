"""What kind of place a folder is: one that a service keeps in step with others, or one on another machine.

There the system does not always tell which files were saved, a service may lock a file or bring its own copy of it, and
many small files are slow. Told by names and mounts, since no system has one way to ask.
"""

import os
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path, PurePath

SERVICES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "box sync": "Box",
    "megasync": "MEGA",
}
"""The names of their folders, and theirs; "OneDrive - Organisation" is one, too."""
ELSEWHERE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.rclone"}
"""File systems as Linux names them whose files lie on another machine."""
ELSEWHERE_TOO = {"drvfs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "virtiofs", "fuse.gvfsd-fuse", "fuse.grpcfuse"}
"""Those that another system on the same machine shares, as Windows does with WSL: saves are not told there, either."""
DRIVE_REMOTE = 4  # what GetDriveTypeW says of a network drive


def silent(place: Path, environment: Mapping[str, str]) -> bool:
    """Whether the system may not tell which files are saved in a folder."""
    return bool(service(place, environment)) or elsewhere(place)


def service(place: Path, environment: Mapping[str, str]) -> str:
    """The name of the service that keeps a folder in step with others, "" where none is known to."""
    for name, where in environment.items():
        if name.startswith("OneDrive") and where and place.is_relative_to(where):
            return "OneDrive"
    for above, part in pairwise(("", *place.parts)):
        # "OneDrive - Organisation" on Windows, "CloudStorage/OneDrive-Organisation" on macOS
        ends = "-" if above == "CloudStorage" else " - "
        name = part.lower().partition(ends)[0]
        if name in SERVICES:
            return SERVICES[name]
    return ""


def elsewhere(place: Path) -> bool:
    """Whether a folder lies on another machine, or is shared by another system."""
    if sys.platform == "win32":
        return _windows(place)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux
        return False
    return kind(PurePath(os.path.realpath(place)), mounts) in ELSEWHERE | ELSEWHERE_TOO


def kind(place: PurePath, mounts: str) -> str:
    """The file system of a place, as /proc/mounts tells it; "" where it does not."""
    found: tuple[int, str] = (-1, "")
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) > 2:
            point = PurePath(parts[1].replace("\\040", " "))
            if place.is_relative_to(point) and len(point.parts) >= found[0]:
                found = (len(point.parts), parts[2])
    return found[1]


def _windows(place: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 — for this alone, and nowhere else

    if place.drive.startswith("\\\\"):
        return True
    return ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\") == DRIVE_REMOTE
