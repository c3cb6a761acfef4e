"""Whether packs can be read, and what each series can ask out of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.cli.checks.report import Report

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.domain.question import Question
    from bot.domain.series import Series
    from bot.domain.supply import Supply
    from bot.packs.library import PackLibrary
    from bot.ports.store import Store, Transaction


def check_packs(report: Report, settings: "Settings") -> "PackLibrary":
    """Read the packs, and say what is left out of them."""
    # slow import
    from bot.packs.library import pack_library

    library = pack_library(settings)
    for problems in library.problems().values():
        for problem in problems:
            report.fail("packs", f"{str(problem).rstrip('.')}. It is left out until that is put right.")
    for pack in library.packs().values():
        report.say("packs", f"{pack.name} {pack.version}, {len(pack.questions)} questions")
    return library


def sample_question(packs: "PackLibrary") -> "Question | None":
    """Give a question that has all there is to show, choices too; None where no pack has one."""
    every = [question for pack in packs.packs().values() for question in pack.questions]
    return next((one for one in every if one.choices and one.key_points), None)


async def check_supply(report: Report, store: "Store", packs: "PackLibrary", series: "Sequence[Series]") -> None:
    """Say how many questions each series can ask, and until when."""
    # slow imports
    from bot.ports.clock import SystemClock
    from bot.services.supplying import Supplying

    supplying = Supplying(packs, SystemClock())

    def read(tx: "Transaction") -> "list[Supply]":
        return [supplying.supply(tx, one) for one in series]

    for one, found in zip(series, await store.call(read), strict=True):
        _tell(report, f"{one.name} ({one.workspace})", found)


async def check_hidden(report: Report, store: "Store", packs: "PackLibrary") -> None:
    """Name packs of folders that are hidden by a workspace's own: what changes in the folder changes nothing there."""
    # slow import
    from bot.domain.text import listing

    def read(tx: "Transaction") -> "dict[str, list[str]]":
        hidden: dict[str, list[str]] = {}
        for workspace in sorted({one.workspace for one in tx.series.all()}):
            for pack in tx.own_packs.packs(workspace):
                if pack.name in packs.packs():
                    hidden.setdefault(pack.name, []).append(workspace)
        return hidden

    for name, workspaces in (await store.call(read)).items():
        said = f"{name}: {listing(workspaces)} asks its own pack of this name, and nothing of the folder's"
        report.warn("packs", f"{said}. Give the folder's another name (`name:` in pack.yaml), unless it is its export.")


def _tell(report: Report, name: str, found: "Supply") -> None:
    # slow imports
    from bot.domain.supply import NOTICE
    from bot.domain.text import count, listing
    from bot.ports.clock import SystemClock

    today = SystemClock().now().date()
    if found.missing:
        report.fail("questions", f"{name}: no pack is named {listing(found.missing)}. Put it back, or change packs=.")
    if found.passed_over:
        passed = f"{count(found.passed_over, 'question')} with choices and no key points"
        report.warn("questions", f"{name}: form=text passes over {passed}. Say form=both, or give them key points.")
    if found.until is None:
        if found.passed_over and not found.stale:
            report.fail(
                "questions", f"{name}: nothing can be asked: form=text passes over all questions. Say form=both."
            )
        elif found.stale:
            past = count(found.stale, "question")
            report.fail("questions", f"{name}: nothing can be asked: {past} past review_by. Check them in the pack.")
        elif not found.missing:
            report.fail("questions", f"{name}: nothing can be asked: all questions are flagged and put aside.")
        return
    said = f"{name}: {count(len(found.questions), 'question')} can be asked, the last until {found.until}"
    lapsed = f"; {found.stale} past review_by are not" if found.stale else ""
    lapsing = found.lapsing(today)
    if found.until <= today + NOTICE or found.stale:
        report.warn("questions", f"{said}{lapsed}. Check them and move review_by, or update the pack.")
    elif lapsing:
        report.warn("questions", f"{said}; {len(lapsing)} lapse by {lapsing[-1].review_by}. Check them in time.")
    else:
        report.say("questions", said)
