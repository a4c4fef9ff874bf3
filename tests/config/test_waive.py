"""The writer of waivers: what it adds is read as it was meant, and nothing else in the file is touched."""

from __future__ import annotations

import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthtui.config import Waiver, load_config
from healthtui.config.waive import WaiverError, added, lifted, rewrite
from healthtui.config.write import EXAMPLE

CORS = Waiver("security.cors", "a public API", date(2027, 3, 31))
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_FILLED = _TEXT.filter(lambda text: text.strip() != "")
WAIVERS = st.builds(Waiver, _FILLED, _FILLED, st.dates(), _TEXT, _TEXT, _TEXT)
PIECES = st.lists(
    st.sampled_from(
        [
            "# a comment\n",
            "\n",
            'theme = "paper"\n',
            "weights = { }\n",
            'persona = """\n[[waivers]]\ncheck = "in a text"\n"""\n',
            "exclude = [\n  'a', # why\n  'b',\n]\n",
            "[thresholds]\n",
            "[keys] # of all\n",
            "odd = nan\n",
            '[[waivers]]\ncheck = "errors.a"\nreason = "x"\nuntil = 2026-01-01 # soon\n# after it\n',
            " [[ 'waivers' ]] # the second\n\nreason = '''\n[[waivers]]\n'''\ncheck = 'errors.b'\nuntil = 2026-01-01\n",
            "[[waivers]]\nbroken = true\n",
        ]
    )
).map("".join)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


FILES = PIECES.filter(_is_toml)


def test_it_is_appended_as_a_table_below_all_that_is_there() -> None:
    assert added(EXAMPLE.encode(), CORS).decode() == EXAMPLE + (
        '\n[[waivers]]\ncheck = "security.cors"\nreason = "a public API"\nuntil = 2027-03-31\n'
    )
    assert added(b"", CORS).startswith(b"[[waivers]]\n")
    assert added(b'theme = "paper"', CORS).startswith(b'theme = "paper"\n\n[[waivers]]\n')


def test_the_ends_of_lines_are_those_of_the_file() -> None:
    assert b"\n" not in added(b'theme = "paper"\r\n', CORS).replace(b"\r\n", b"")


@given(text=FILES, waiver=WAIVERS)
def test_what_is_added_is_read_and_all_else_is_kept(text: str, waiver: Waiver) -> None:
    data = text.encode()
    after = added(data, waiver)
    assert after.startswith(data)
    old, new = load_config(data), load_config(after)
    assert new[0].waivers == (*old[0].waivers, waiver)
    assert new[1] == old[1]


@given(text=FILES, waiver=WAIVERS)
def test_what_is_lifted_again_leaves_the_file_as_it_was(text: str, waiver: Waiver) -> None:
    data = text.encode()
    assert lifted(added(data, waiver), waiver) == (data if data.endswith(b"\n") or not data else data + b"\n")


@given(text=FILES, data=st.data())
def test_any_can_be_lifted_and_only_its_own_lines_go(text: str, data: st.DataObject) -> None:
    before = text.encode()
    waivers = load_config(before)[0].waivers
    if not waivers:
        return
    waiver = data.draw(st.sampled_from(waivers))
    after = lifted(before, waiver)
    left = list(waivers)
    left.remove(waiver)
    assert list(load_config(after)[0].waivers) == left
    kept = [line for line in before.splitlines() if line.startswith(b"#")]
    assert [line for line in after.splitlines() if line.startswith(b"#")] == kept, "a comment beside it stays"


@pytest.mark.parametrize("data", [b"waivers = []\n", b"waivers = [{check = 1}]\n", b"[waivers]\n", b"= broken", b"\xff"])
def test_what_cannot_be_added_to_is_said(data: bytes) -> None:
    with pytest.raises(WaiverError, match=r"healthtui\.toml"):
        added(data, CORS)


def test_a_waiver_that_is_gone_or_in_a_list_is_said() -> None:
    with pytest.raises(WaiverError, match="no longer"):
        lifted(EXAMPLE.encode(), CORS)
    with pytest.raises(WaiverError, match="by hand"):
        lifted(b'waivers = [{check = "security.cors", reason = "a public API", until = 2027-03-31}]\n', CORS)


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(WaiverError):
        added(b"", Waiver("security.cors", "known", date(2027, 3, 31), path="src/\udcff.ts"))


def test_the_file_is_replaced_as_a_whole_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "healthtui.toml"
    rewrite(file, lambda data: added(data, CORS))
    assert load_config(file.read_bytes())[0].waivers == (CORS,)
    file.chmod(0o600)
    rewrite(file, lambda data: lifted(data, CORS))
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == ["healthtui.toml"]


def test_a_change_that_fails_and_a_link_leave_everything(tmp_path: Path) -> None:
    other, file = tmp_path / "other.toml", tmp_path / "healthtui.toml"
    other.write_bytes(b"= broken")
    with pytest.raises(WaiverError):
        rewrite(other, lambda data: added(data, CORS))
    file.symlink_to(other)
    with pytest.raises(WaiverError, match="link"):
        rewrite(file, lambda data: added(data, CORS))
    assert (other.read_bytes(), sorted(one.name for one in tmp_path.iterdir())) == (b"= broken", ["healthtui.toml", "other.toml"])
