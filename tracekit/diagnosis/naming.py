"""The names that a trace gives: of the folder it lies in, and of the rule that acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.answered import events_of
from tracekit.diagnosis.losses import dlp_next, dlp_sentence
from tracekit.diagnosis.quoting import quoted
from tracekit.diagnosis.step import Step
from tracekit.evidence.bounced import refused_by_microsoft_to_gateway
from tracekit.evidence.held import was_taken_out_later
from tracekit.evidence.services import service_at
from tracekit.knowledge import find_code
from tracekit.knowledge.sentences import load_summaries
from tracekit.knowledge.term_entries import Code

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# The folder that details.toml has a word of its own for; the words of the others stand alone.
_FOLDERS = {"deleted": "Deleted Items"}
# How the reason of a rejection by a mail flow rule begins.
_OF_RULES = "TRANSPORT.RULES"
# What the malware filter did to an attachment: its own word, and Defender's.
_REPLACED = ("replaced", "replace attachment")
_PLAIN = ["inbox", "junk", "quarantine"]


def named_sentence(case: Case, outcome: str, step: Step) -> str:
    """Return the sentence of an outcome with the name that its rows give; nothing without one."""
    words = load_summaries()
    if outcome == "forward-blocked":
        return _beside_forward(case)
    if outcome == "decided-by-routing":
        return words.not_given_back if _was_not_given_back(case) else ""
    if outcome == "in-quarantine":
        return words.taken_out if _was_taken_out(case) else ""
    if outcome == "delay-at-remote-server":
        entry = own_finding(case, step)
        return words.own_finding.format(title=entry.title) if entry else ""
    if outcome == "no-adverse-decision":
        events = case.trace.events
        said = events["event_text"].str.startswith("Replaced:").fillna(False).astype(bool)
        done = events["action"].str.casefold().isin(_REPLACED) | said
        return words.attachment_replaced if done.any() else ""
    if outcome == "decided-by-mail-flow-rule" and (dlp := dlp_sentence(case, step)):
        return dlp
    names = names_of(case, outcome, step)
    if outcome in words.named and names:
        return words.named[outcome].format(name=quoted(names))
    likely = rejecting_rules(case, step) if outcome in words.named_likely else []
    said = words.named_several if likely[1:] else words.named_likely
    return said[outcome].format(name=quoted(likely)) if likely else ""


def named_next(case: Case, outcome: str, step: Step) -> str:
    """Say who does what next, with the name that the rows of an outcome give; nothing without."""
    if outcome == "decided-by-mail-flow-rule":
        return dlp_next(case, step)
    told = load_summaries().named_next.get(outcome, "")
    names = names_of(case, outcome, step) if told else []
    return told.format(name=quoted(names)) if names else ""


def _was_not_given_back(case: Case) -> bool:
    """Does a bounce say that Microsoft 365 refused what the gateway gave back?"""
    facts = case.diagnosis.facts if case.diagnosis is not None else None
    return facts is not None and bool(
        facts.has(refused_by_microsoft_to_gateway(facts))[case.number])  # fmt: skip


def _was_taken_out(case: Case) -> bool:
    facts = case.diagnosis.facts if case.diagnosis is not None else None
    return facts is not None and bool(was_taken_out_later(facts)[case.number])


def names_of(case: Case, outcome: str, step: Step) -> list[str]:
    """Return the names that tell more of an outcome: folders, services in the path, or rules."""
    if outcome == "in-other-folder":
        return folders_of(case, step)
    return services_of(case, step) if outcome == "sent-outside" else rules_of_step(case, step)


def services_of(case: Case, step: Step) -> list[str]:
    """Return the services that the rows of a step hand a message to, and that give it back."""
    hosts = [row["host"] for row in events_of(case, step) if isinstance(row["host"], str)]
    hosts += _journeys_of(case, step)["smart_host"].dropna().tolist()
    found = (service_at(host, case.gateway) for host in hosts)
    return [*dict.fromkeys(service.title for service in found if service)]


def own_finding(case: Case, step: Step) -> Code | None:
    """Return the entry of what Microsoft 365 itself found at another server, as the rows say."""
    said = (find_code(row["inner_code"] or row["enhanced_code"], row["token"] or "",
                      row["reason"] or "") for row in _plain_rows(case, step))  # fmt: skip
    return next((entry for entry in said if entry and entry.own_finding), None)


def _plain_rows(case: Case, step: Step) -> list[dict]:
    """The rows of a step that hold a code, with texts for what they lack."""
    rows = [{k: v if isinstance(v, str) else "" for k, v in row.items()}
            for row in events_of(case, step)]  # fmt: skip
    return [row for row in rows if row["enhanced_code"]]


def _beside_forward(case: Case) -> str:
    """Say where the message itself was delivered; nothing where no row says it was."""
    events, words = case.trace.events, load_summaries().beside_forward
    folders = events.loc[events["event"].eq("Deliver"), "folder"]
    if folders.empty or folders.eq("quarantine").any():
        return ""
    named = [_FOLDERS.get(name, name) for name in folders.dropna().unique()]
    if len(named) != 1:
        return words["unknown"]
    return words[named[0]] if named[0] in words else words["other"].format(name=quoted(named))


def named_reason(case: Case, outcome: str, step: Step) -> str:
    """Say by what a rule that is named is known to have acted; nothing where no row says it."""
    words, rows = load_summaries(), events_of(case, step)
    if outcome != "decided-by-mail-flow-rule":
        return ""
    done = [*dict.fromkeys(row["action"] for row in rows if isinstance(row["action"], str))]
    if done and rules_of_step(case, step):
        return words.because.action.format(name=quoted(done))
    likely = rejecting_rules(case, step)
    coded = (row for row in _plain_rows(case, step) if row["token"].upper().startswith(_OF_RULES))
    if not likely and (row := next(coded, None)):
        return words.because.unnamed.format(code=row["enhanced_code"])
    return ("", words.because.token, words.because.tokens)[min(len(likely), 2)]


def folders_of(case: Case, step: Step) -> list[str]:
    """Return the folders that the rows of a step name, other than Inbox, Junk and quarantine."""
    named = [row["folder"] for row in events_of(case, step) if isinstance(row["folder"], str)]
    return [*dict.fromkeys(_FOLDERS.get(name, name) for name in named if name not in _PLAIN)]


def rules_of_step(case: Case, step: Step) -> list[str]:
    """Return the rules that the rows of a step name: their own rows, or the Status."""
    named = [row["rule_name"] for row in events_of(case, step)]
    if named or not step.rows["table"].eq("journeys").any():
        return [*dict.fromkeys(name for name in named if isinstance(name, str) and name)]
    return [*dict.fromkeys(_journeys_of(case, step)["mail_flow_rule"].dropna())]


def _journeys_of(case: Case, step: Step) -> pd.DataFrame:
    """The journeys whose Status is a row of a step."""
    journeys = case.trace.journeys
    told = step.rows.loc[step.rows["table"].eq("journeys"), "journey"]
    return journeys[journeys["journey"].isin(told)]


def rejecting_rules(case: Case, step: Step) -> list[str]:
    """Return the rules that may have rejected a message whose rejection names none.

    They are those of the organization that matched where it was rejected.
    """
    rows = events_of(case, step)
    if not any(str(row["token"]).upper().startswith(_OF_RULES) for row in rows):
        return []
    events, known = case.trace.events, case.gateway.rule_roles
    mine = events["journey"].isin({row["journey"] for row in rows})
    names = events.loc[mine & events["event"].eq("Transport rule"), "rule_name"].dropna()
    return [*dict.fromkeys(names[known(names).isna()])]
