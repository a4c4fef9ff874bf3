from __future__ import annotations

import pytest

from healthtui.tree.watch.choice import remote_reason

LINUX, WSL = "6.8.0-45-generic", "5.15.153.1-microsoft-standard-WSL2"
MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/me/local ext4 rw 0 0
me@host: /mnt/with\\040space fuse.sshfs rw 0 0
share /media/share cifs rw 0 0
overlay /data overlay rw 0 0
shared /data/repo virtiofs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("root", "kernel", "expected"),
    [
        ("/srv/repo", LINUX, ""),
        ("/", LINUX, ""),
        ("/home/me/repo", LINUX, "nfs4"),
        ("/home/me/local/repo", LINUX, ""),
        ("/homeless/repo", LINUX, ""),
        ("/mnt/with space/repo", LINUX, "fuse.sshfs"),
        ("/media/share", LINUX, "cifs"),
        ("/data/other", LINUX, ""),
        ("/data/repo", LINUX, "virtiofs"),
        ("/mnt/c/repo", LINUX, ""),
        ("/mnt/c/repo", WSL, "Windows drive"),
        ("/mnt/c", WSL, "Windows drive"),
        ("/mnt/cache/repo", WSL, ""),
    ],
)
def test_file_systems_that_report_no_changes_are_polled(root: str, kernel: str, expected: str) -> None:
    reason = remote_reason(root, MOUNTS, kernel)
    assert expected in reason
    assert bool(reason) == bool(expected)


def test_without_a_list_of_mounts_nothing_is_polled() -> None:
    assert remote_reason("/srv/repo", "", "") == ""
