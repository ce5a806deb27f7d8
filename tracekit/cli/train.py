"""tracekit train: practise on scenarios, sit and review exams, check scenarios of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracekit.cli.examining import review_results, sit
from tracekit.cli.practising import lessons_text, work_on
from tracekit.cli.streams import complain, show
from tracekit.cli.talking import Talk
from tracekit.training.loader import load_scenarios, mistakes
from tracekit.training.looking import look
from tracekit.training.practice import Practice
from tracekit.training.progress import progress_text
from tracekit.training.record import append, default_record, entry_of, read_record

WRONG = 1  # exit code: there are mistakes, or a result does not fit


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "train",
        help="practise reading traces, sit an exam, see your progress",
        description="Practise: a trace and a complaint are shown, you walk the tree and name the "
        "rows, the outcome, what to ask for and what to tell the customer; then you see what was "
        "right. Nothing is answered for you before. What you hand in is kept in a file of yours: "
        "--record, or the variable TRACEKIT_RECORD, or ~/.tracekit/practice.jsonl. Nothing leaves "
        "this machine.",
    )
    _practice(parser.add_argument_group("practice"))
    _teacher(parser.add_argument_group("for teachers"))
    parser.set_defaults(run=run)


def _practice(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--level", type=int, choices=(1, 2, 3), help="only cases of this level")
    group.add_argument("--tag", action="append", default=[], help="only cases with this tag")
    group.add_argument("--scenario", metavar="ID", help="this case")
    group.add_argument("--seed", type=int, default=None, help="the same seed, the same cases")
    group.add_argument("--as-written", action="store_true", help="change nothing in the cases")
    group.add_argument("--trainee", metavar="NAME", default="", help="whose practice it is")
    group.add_argument("--record", metavar="FILE", help="where what you hand in is kept")
    group.add_argument("--answers", metavar="FILE", help="take the answers from a file, one a line")
    group.add_argument("--exam", metavar="FILE", help="sit an exam: no hints, a result file")
    group.add_argument("--out", metavar="FILE", help="where the result of an exam is written")
    group.add_argument("--progress", action="store_true", help="show what you know and mix up")


def _teacher(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--scenarios", metavar="FOLDER", help="take the scenarios of this folder")
    group.add_argument("--review", metavar="RESULT", nargs="+", help="grade results again")
    group.add_argument("--check", metavar="FOLDER", help="name the mistakes in a folder")
    group.add_argument("--show", metavar="ID", help="show a scenario with its answers")
    group.add_argument("--list", action="store_true", help="list the scenarios")
    group.add_argument("ids", nargs="*", metavar="ID", help="with --check: only these")


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for; without any, deal one case."""
    if options.check:
        return _check(options)
    if options.review:
        return review_results(options.review, options.scenarios)
    if options.show:
        show(look(options.show, options.scenarios))
    elif options.list:
        show(_listed(options))
    elif options.progress:
        show(progress_text(read_record(_record(options)), options.trainee))
    elif options.exam:
        _exam(options)
    else:
        _deal(options)
    return 0


def _record(options: argparse.Namespace) -> Path:
    return Path(options.record) if options.record else default_record()


def _deal(options: argparse.Namespace) -> None:
    """Work on one case, keep it in the record, show what there is to learn."""
    practice = Practice(
        options.seed, options.level, options.tag, options.scenarios, options.trainee,
        varied=not options.as_written, record=_record(options) if options.seed is None else None,
    )  # fmt: skip
    done = work_on(practice.deal(options.scenario), Talk(options.answers))
    show("\n" + lessons_text(done))
    append(_record(options), [entry_of(done.attempt, done.grade)])
    show(f"Kept in {_record(options)}")


def _exam(options: argparse.Namespace) -> None:
    done, title = sit(options.exam, options.scenarios, options.trainee, options.out,
                      Talk(options.answers))  # fmt: skip
    append(_record(options), [entry_of(one.attempt, one.grade, title) for one in done])


def _check(options: argparse.Namespace) -> int:
    found = mistakes(options.check, options.ids)
    for mistake in found:
        complain(str(mistake))
    if not found:
        show("No mistakes.")
    return WRONG if found else 0


def _listed(options: argparse.Namespace) -> str:
    found = load_scenarios(options.scenarios).scenarios.values()
    return "\n".join(f"{one.level}  {one.id:<32} {one.title} ({', '.join(one.tags)})"
                     for one in sorted(found, key=lambda one: (one.level, one.id)))  # fmt: skip
