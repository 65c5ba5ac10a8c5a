"""Which folders are kept in step by a service, and which lie elsewhere."""

from pathlib import Path, PurePosixPath

import pytest

from krama.places import elsewhere, kind, service

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/share /mnt/office nfs4 rw 0 0
C:\\ /mnt/c drvfs rw 0 0
//nas/team\\040files /media/team\\040files cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("/home/staff/OneDrive/hub", "OneDrive"),
        ("/home/staff/OneDrive - Civil Society/hub", "OneDrive"),
        ("/Users/staff/Library/CloudStorage/OneDrive-Personal/hub", "OneDrive"),
        ("/home/staff/Dropbox/hub", "Dropbox"),
        ("/Users/staff/Library/Mobile Documents/hub", "iCloud"),
        ("/home/staff/hub", ""),
        ("/home/staff/onedrive-notes/hub", ""),
        ("/home/staff/about dropboxes/hub", ""),
    ],
)
def test_a_folder_of_a_service_is_known_by_its_name(place: str, name: str) -> None:
    assert service(Path(place), {}) == name


def test_a_folder_of_onedrive_is_known_by_the_environment_of_windows() -> None:
    assert service(Path("/d/work/hub"), {"OneDriveCommercial": "/d/work"}) == "OneDrive"
    assert service(Path("/d/work/hub"), {"OneDrive": "/d/other"}) == ""


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/home/hub", "ext4"),
        ("/mnt/office/hub", "nfs4"),
        ("/mnt/office", "nfs4"),
        ("/mnt/officer", "ext4"),
        ("/mnt/c/hub", "drvfs"),
        ("/media/team files/hub", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(place: str, told: str) -> None:
    assert kind(PurePosixPath(place), MOUNTS) == told


def test_a_folder_of_this_machine_lies_here(tmp_path: Path) -> None:
    assert not elsewhere(tmp_path)
