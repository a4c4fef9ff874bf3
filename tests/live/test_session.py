"""A session over a real folder: every change ends in the right scorecard, and nothing ends the session."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from healthtui.engine.verdict import Outcome
from healthtui.live import session as session_module
from healthtui.live.scan import scan
from healthtui.live.status import Phase

OPEN = "import express from 'express';\nimport cors from 'cors';\nconst app = express();\napp.use(cors());\n"
CLOSED = OPEN.replace("cors()", "cors({ origin: 'https://acme.example' })")
LCOV = "SF:src/app.ts\nDA:1,1\nend_of_record\n"


def has_cors(watched: Any, outcome: Outcome) -> bool:
    return watched.check("security.cors").outcome is outcome


def test_a_save_brings_a_new_card(watched: Any) -> None:
    watched.write("src/app.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    change = watched.cards[-1][1]
    assert change.paths == ("src/app.ts",)
    assert 0 < change.seconds < 10
    watched.write("src/app.ts", CLOSED)
    watched.until(lambda: has_cors(watched, Outcome.PASS))


def test_a_half_written_file_is_no_change_and_is_named_until_it_is_whole(watched: Any) -> None:
    watched.write("src/app.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    checks = watched.card.checks
    watched.write("src/app.ts", "import express from 'express';\nconst app = express(;\napp.use(cors(")
    watched.until(lambda: watched.statuses[-1].half_written == "src/app.ts:2")
    assert watched.card.checks == checks
    assert [one.path for one in watched.card.skipped] == ["src/app.ts"]
    watched.write("src/app.ts", CLOSED)
    watched.until(lambda: has_cors(watched, Outcome.PASS))
    watched.until(lambda: not watched.statuses[-1].half_written)
    assert not watched.card.skipped


def test_a_save_that_changes_nothing_brings_no_card(watched: Any) -> None:
    watched.write("src/app.ts", (watched.root / "src/app.ts").read_text())
    watched.until(lambda: len(watched.statuses) > 2)
    watched.quiet()
    assert len(watched.cards) == 1


def test_a_branch_of_many_files_brings_few_cards(watched: Any) -> None:
    watched.git("checkout", "-qb", "work")
    watched.write("src/app.ts", OPEN)
    for number in range(300):
        watched.write(f"src/part{number % 9}/file{number}.ts", f"export const part{number} = {number};\n")
    watched.git("add", "-A")
    watched.git("commit", "-qm", "many")
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    watched.quiet(2)
    before = len(watched.cards)
    watched.git("checkout", "-q", "main")
    watched.until(lambda: not has_cors(watched, Outcome.FAIL) and watched.card.repository.branch == "main")
    watched.quiet(2)
    assert len(watched.cards) - before <= 4
    assert watched.card.checks == scan(watched.root).checks


def test_a_deleted_folder_takes_its_findings_with_it(watched: Any) -> None:
    watched.write("src/web/server.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    shutil.rmtree(watched.root / "src/web")
    watched.until(lambda: not has_cors(watched, Outcome.FAIL))


def test_what_is_ignored_from_now_on_is_gone_and_comes_back(watched: Any) -> None:
    watched.write("src/web/server.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    rules = (watched.root / ".gitignore").read_text()
    watched.write(".gitignore", rules + "src/web/\n")
    watched.until(lambda: not has_cors(watched, Outcome.FAIL))
    watched.write(".gitignore", rules)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    watched.write("src/web/server.ts", CLOSED)
    watched.until(lambda: not has_cors(watched, Outcome.FAIL))


def test_settings_are_followed_as_they_are_saved(watched: Any) -> None:
    watched.write("src/web/server.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    watched.write("healthtui.toml", '[weights]\n"security.cors" = 1\n')
    watched.until(lambda: watched.check("security.cors").weight == 1)
    assert "Weights of this repository: security.cors 1 instead of 7.5" in watched.card.notes
    watched.write("healthtui.toml", 'exclude = ["src/web/"]\nnope = 1\n')
    watched.until(lambda: not has_cors(watched, Outcome.FAIL))
    assert "healthtui.toml: nope: is no setting" in watched.card.notes
    watched.write("src/web/other.ts", OPEN)
    watched.quiet()
    assert not has_cors(watched, Outcome.FAIL)
    (watched.root / "healthtui.toml").unlink()
    watched.until(lambda: has_cors(watched, Outcome.FAIL) and watched.check("security.cors").weight == 7.5)


def test_a_waiver_is_followed_as_it_is_saved_and_the_card_is_that_of_a_scan(watched: Any) -> None:
    watched.write("src/web/server.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    before = watched.card
    waiver = '[[waivers]]\ncheck = "security.cors"\nreason = "public"\nuntil = 2999-12-31\n'
    watched.write("healthtui.toml", waiver)
    watched.until(lambda: has_cors(watched, Outcome.WAIVED))
    card = watched.card
    assert card.true_score == before.score < card.score
    watched.quiet()
    assert scan(watched.root).checks == watched.card.checks
    watched.write("healthtui.toml", waiver.replace("2999", "1999"))
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    assert "healthtui.toml: waivers.security.cors: expired on 1999-12-31: it counts again" in watched.card.notes


def test_a_persona_of_the_repository_is_followed(watched: Any) -> None:
    watched.write("docs/ours.md", "# Ours\n\n## Security\n\n- CORS for our origins alone\n")
    watched.write("healthtui.toml", 'persona = "docs/ours.md"\n')
    watched.until(lambda: watched.check("security.cors").guidance.persona == "ours")
    watched.write("healthtui.toml", "")
    watched.until(lambda: watched.check("security.cors").guidance.persona != "ours")


@pytest.mark.parametrize("persona", ["../../etc/passwd", "docs/missing.md", "docs/empty.md", "./docs/ours.md"])
def test_a_persona_in_error_is_said_while_it_stands_and_the_last_good_one_holds(watched: Any, persona: str) -> None:
    ours = "# Ours\n\n## Security\n\n- CORS for our origins alone\n"
    watched.write("docs/ours.md", ours)
    watched.write("docs/empty.md", "")
    watched.write("healthtui.toml", 'persona = "docs/ours.md"\n')
    watched.until(lambda: watched.check("security.cors").guidance.persona == "ours")
    watched.write("healthtui.toml", f'persona = "{persona}"\n')
    watched.write("docs/ours.md", "")
    watched.until(lambda: watched.status.unfollowed != "")
    assert watched.status.unfollowed.startswith("healthtui.toml: persona: ")
    assert str(watched.root) not in watched.status.unfollowed
    assert watched.check("security.cors").guidance.persona == "ours"
    watched.write("docs/ours.md", ours)
    watched.write("healthtui.toml", 'persona = "docs/ours.md"\n')
    watched.until(lambda: watched.status.unfollowed == "")


def test_a_file_that_cannot_be_read_keeps_the_last_settings_and_is_said_until_it_is_mended(watched: Any) -> None:
    team = '[weights]\n"security.cors" = 1\n'
    watched.write("healthtui.toml", team)
    watched.until(lambda: watched.check("security.cors").weight == 1)
    watched.write("healthtui.toml", f"{team}exclude = [\n")
    watched.until(lambda: watched.status.unfollowed != "")
    watched.write("src/web/server.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    watched.quiet()
    assert watched.check("security.cors").weight == 1
    assert "healthtui.toml cannot be read at" in watched.status.unfollowed
    watched.write("healthtui.toml", '[weights]\n"security.cors" = 500\n"security.xss" = 2\n')
    watched.until(lambda: watched.check("security.xss").weight == 2)
    assert watched.check("security.cors").weight == 1
    watched.until(lambda: watched.status.unfollowed.startswith("healthtui.toml: weights.security.cors: "))
    watched.write("healthtui.toml", "")
    watched.until(lambda: watched.check("security.cors").weight == 7.5 and watched.status.unfollowed == "")


def test_while_paused_changes_wait_and_are_counted(watched: Any) -> None:
    watched.session.pause()
    watched.until(lambda: watched.status.phase is Phase.PAUSED)
    watched.write("src/app.ts", OPEN)
    watched.write("src/other.ts", OPEN)
    watched.until(lambda: watched.status.waiting == 2)
    watched.write("src/app.ts", OPEN + "\n")
    watched.quiet()
    assert watched.status.waiting == 2
    assert len(watched.cards) == 1
    watched.session.resume()
    watched.until(lambda: watched.status.phase is Phase.LIVE and has_cors(watched, Outcome.FAIL))
    assert watched.status.waiting == 0


def test_an_ignored_report_is_picked_up(watched: Any) -> None:
    watched.write("coverage/lcov.info", LCOV)
    watched.until(lambda: "coverage/lcov.info" in watched.session._bench.store.contents)
    watched.write("coverage/tmp/other.json", "{}")
    watched.quiet()
    assert "coverage/tmp/other.json" not in watched.session._bench.store.contents


def test_what_is_found_by_looking_again_is_news_and_what_a_scan_finds_is_none(watched: Any) -> None:
    assert not watched.cards[-1][1].is_news
    watched.session._watcher.stop()  # what comes now is noticed by nobody
    watched.write("src/app.ts", OPEN)
    watched.session.look_again()
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    assert watched.cards[-1][1].is_news
    watched.write("src/app.ts", CLOSED)
    watched.session.rerun()
    watched.until(lambda: has_cors(watched, Outcome.PASS))
    assert not watched.cards[-1][1].is_news


def test_a_commit_alone_changes_only_what_is_said_of_the_repository(watched: Any) -> None:
    before = watched.card
    watched.git("commit", "-q", "--allow-empty", "-m", "nothing")
    watched.until(lambda: watched.card.repository.commit != before.repository.commit)
    assert watched.card.checks == before.checks


def test_a_rerun_ends_in_the_same_card(watched: Any) -> None:
    watched.session.rerun()
    watched.until(lambda: any(one.phase is Phase.SCANNING for one in watched.statuses[1:]))
    watched.until(lambda: watched.status.phase is Phase.LIVE)
    assert len(watched.cards) == 1
    watched.write("src/app.ts", OPEN)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))


def test_the_folder_may_go_and_come_back(watched: Any, tmp_path: Path) -> None:
    away = tmp_path / "away"
    watched.root.rename(away)
    watched.until(lambda: watched.status.phase is Phase.GONE)
    assert watched.status.note == f"{watched.root} is gone"
    (away / "src/app.ts").write_text(OPEN)
    away.rename(watched.root)
    watched.until(lambda: has_cors(watched, Outcome.FAIL))
    assert watched.cards[-1][1].is_news  # it is another folder than the one that went
    watched.write("src/app.ts", CLOSED)
    watched.until(lambda: has_cors(watched, Outcome.PASS))


def test_a_folder_without_a_package_is_said_to_be_none_and_watched(watched_bare: Any) -> None:
    watched_bare.start()
    watched_bare.live()
    assert watched_bare.card.packages == ()
    assert watched_bare.card.notes == (f"No package.json in {watched_bare.root} or below.",)
    watched_bare.write("src/app.ts", OPEN)
    watched_bare.write("package.json", '{"name": "acme", "dependencies": {"express": "5", "cors": "2"}}')
    watched_bare.until(lambda: bool(watched_bare.card.packages))
    assert has_cors(watched_bare, Outcome.FAIL)


def test_what_breaks_is_said_and_tried_again(watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "RETRY_SECONDS", 0.2)
    with monkeypatch.context() as broken:
        broken.setattr(watched.session._maker, "card", lambda: 1 / 0)
        watched.write("src/app.ts", OPEN)
        watched.until(lambda: "ZeroDivisionError" in watched.status.note)
        assert watched.status.note.startswith("The last change could not be judged: ")
    watched.until(lambda: has_cors(watched, Outcome.FAIL) and watched.status.note == "")


def test_a_session_ends_at_once(watched: Any) -> None:
    started = time.monotonic()
    watched.session.stop()
    assert time.monotonic() - started < 1.5
    assert not [one for one in threading.enumerate() if one.name in ("healthtui-engine", "watcher")]


def test_a_session_ends_while_its_folder_is_gone(watched: Any) -> None:
    shutil.rmtree(watched.root)
    watched.until(lambda: watched.status.phase is Phase.GONE)
    watched.session.stop()
    assert "healthtui-engine" not in {one.name for one in threading.enumerate()}


def test_a_session_ends_in_the_middle_of_its_scan(watched_bare: Any) -> None:
    for number in range(200):
        watched_bare.write(f"src/file{number}.ts", OPEN)
    watched_bare.start()
    watched_bare.until(lambda: bool(watched_bare.statuses))
    watched_bare.session.stop()
    watched_bare.quiet()
    assert watched_bare.cards == []


def test_excerpts_hide_what_is_known_to_be_secret(watched: Any) -> None:
    leak = "h7Kq93xZ" + "p2LmW8vT"
    watched.write("src/mail.ts", f"// mail\nexport const smtpPassword = '{leak}';\nexport const port = 25;\n")
    watched.until(lambda: watched.check("security.secrets").outcome is Outcome.FAIL)
    assert watched.session.excerpt("src/mail.ts", 2, 1) == [
        (1, "// mail"),
        (2, "export const smtpPassword = '…';"),
        (3, "export const port = 25;"),
    ]
    assert watched.session.excerpt("src/none.ts", 1, 3) == []
