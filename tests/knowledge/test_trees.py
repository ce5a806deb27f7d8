"""The five trees: complete, without circles, and ending where they should."""

import pytest

from tracekit.knowledge import load_complaints, load_facts, load_outcomes, load_tree, load_trees

# Every outcome id of the troubleshooting trees: ids are a contract.
OUTCOMES = {
    "gateway": """trace-empty analysed-inline journal-only cannot-tell rescanned-after-release
        mail-loop held-for-approval at-gateway held-by-gateway return-not-in-trace
        outbound-not-in-trace gateway-unreachable refused-by-gateway stopped-before-handover
        routed-not-sent stopped-before-rules exempted-by-rule internal-not-routed
        routing-rule-did-not-match recipient-not-in-scope gateway-rules-missing""",
    "disposition": """in-inbox in-junk in-quarantine in-other-folder delivered-folder-unknown
        released-from-quarantine deleted bounced rejected-at-the-door pending awaiting-approval
        redirected forwarded expanded resolved-elsewhere sent-outside suppressed-automatic-reply
        forward-blocked with-the-gateway no-record cannot-tell""",
    "decision": """decided-by-gateway decided-by-remote-server decided-by-routing
        decided-by-recipient-settings decided-by-moderator decided-by-sender-limits
        decided-by-mailbox-rule decided-by-mail-flow-rule decided-by-microsoft cannot-tell
        no-adverse-decision verdict-not-enforced allowed-by-exception gateway-found-no-threat""",
    "delay": """no-delay delay-scanning delay-handing-over delay-at-gateway
        delay-at-remote-server delay-awaiting-approval delay-in-quarantine delay-in-microsoft
        delay-before-microsoft still-waiting cannot-tell""",
    "copies": """single-copy duplicate-delivery looped-copies group-copies journal-copy
        forwarded-copy resent-by-sender cannot-tell""",
}
NODES = {
    "gateway": """g-events g-kind g-sent g-looped g-released g-returned g-outgoing g-waiting
        g-marks g-refused g-journaled g-routed g-unlisted g-ended g-stopped g-exempt g-internal
        g-turn g-in-scope g-some-rule g-leaving g-complete""",
    "disposition": """d-record d-fail d-dropped d-quarantine d-released d-junk d-folder
        d-delivered d-forwarded d-gateway d-outside d-pending d-status d-approval d-expanded
        d-redirected d-resolved""",
    "decision": """k-adverse k-junk k-gateway-refused k-remote k-routing k-address k-moderator
        k-verdict k-mailbox k-customer-rule k-said-rule k-microsoft k-through
        k-not-enforced k-allowed k-clean""",
}
COMPLAINTS = {
    "not-analysed": ("gateway",),
    "false-positive": ("decision", "gateway"),
    "false-negative": ("gateway", "decision"),
    "never-arrived": ("disposition", "decision"),
    "bounced": ("disposition", "decision"),
    "late": ("delay",),
    "twice": ("copies",),
    "nothing-particular": ("gateway", "disposition", "decision", "delay", "copies"),
}


def walk(name, **answers):
    """Walk a tree with given facts; a fact that is not given is 'no'."""
    tree = load_tree(name)
    place = tree.start
    while place in tree.nodes:
        node = tree.nodes[place]
        place = node.exits[answers.get(node.evidence, "no")]
    return place


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_tree_reaches_exactly_its_outcomes(name):
    """Every outcome of the contract can be reached, and no other."""
    assert set(OUTCOMES[name].split()) == set(load_tree(name).outcomes)


def test_outcomes_are_exactly_those_of_the_trees():
    """Nothing in outcomes.toml is without a tree."""
    assert {i for ids in OUTCOMES.values() for i in ids.split()} == set(load_outcomes())


@pytest.mark.parametrize("name", NODES)
def test_nodes_of_the_contract_are_present(name):
    """Nodes may be added or split, never removed."""
    assert set() == set(NODES[name].split()) - set(load_tree(name).nodes)


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_answer_not_known_reaches_an_end(name):
    """Walking with nothing known ends, and never claims more than the trace shows."""
    tree = load_tree(name)
    unknown = dict.fromkeys((n.evidence for n in tree.nodes.values()), "cannot tell")

    assert walk(name, **unknown) in {"trace-empty", "no-record", "cannot-tell"}


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_node_says_what_to_ask_for(name):
    """A trainee is never left alone with 'cannot tell'."""
    assert [] == [n.id for n in load_tree(name).nodes.values() if len(n.ask) < 40]


def test_every_fact_is_asked_and_every_question_has_its_fact():
    """facts.toml and the trees name the same facts."""
    asked = {fact for tree in load_trees().values() for fact in tree.evidence}

    assert asked == set(load_facts())


def test_complaints_choose_the_trees():
    """What the user reports decides which tree is asked, in order."""
    assert COMPLAINTS == {c.id: c.trees for c in load_complaints().values()}


def test_both_journeys_are_the_normal_pattern():
    """Handed over and back again is analysed inline."""
    known = ("has_events", "gateway_makes_two_journeys", "was_handed_to_gateway", "came_back")

    assert "analysed-inline" == walk("gateway", **dict.fromkeys(known, "yes"))


def test_a_verdict_rule_alone_proves_the_visit():
    """The return alone, with its verdict rule, still says that the gateway saw it."""
    facts = {"has_events": "yes", "gateway_makes_two_journeys": "yes",
             "has_marks_of_gateway": "yes"}  # fmt: skip

    assert "outbound-not-in-trace" == walk("gateway", **facts)


def test_a_hand_over_alone_says_that_the_return_is_missing():
    """Without the time of the trace nobody is accused of holding mail."""
    facts = {"has_events": "yes", "gateway_makes_two_journeys": "yes",
             "was_handed_to_gateway": "yes", "was_handed_over_just_now": "cannot tell"}  # fmt: skip

    assert "return-not-in-trace" == walk("gateway", **facts)


def test_missing_rules_need_all_records():
    """A clean return shows no rule of the gateway, so absence alone accuses nobody."""
    facts = {"has_events": "yes", "gateway_makes_two_journeys": "yes"}

    complete = "has_all_records_with_rule_names"
    assert "cannot-tell" == walk("gateway", **facts, **{complete: "cannot tell"})
    assert "gateway-rules-missing" == walk("gateway", **facts, **{complete: "yes"})


def test_junk_after_a_verdict_rule_was_decided_by_the_gateway():
    """The verdict rule comes before Microsoft's Spam event."""
    facts = {"was_kept_from_the_inbox": "yes", "has_verdict_rule": "yes",
             "microsoft_filter_acted": "yes", "mailbox_rule_acted": "cannot tell"}  # fmt: skip

    assert "decided-by-gateway" == walk("decision", **facts)


def test_an_unknown_end_has_no_decision():
    """Mail that is still at the gateway is not called delivered."""
    facts = {"was_kept_from_the_inbox": "cannot tell"}

    assert "cannot-tell" == walk("decision", **facts)


def test_a_drop_is_not_a_loss():
    """The token decides what a Drop means."""
    drop = {"has_a_record": "yes", "ended_in_drop": "yes"}

    assert "expanded" == walk("disposition", **drop, group_was_expanded="yes")
    assert "cannot-tell" == walk("disposition", **drop, was_deleted="cannot tell")


def test_delivered_is_not_inbox():
    """Without a folder's name nothing says Inbox."""
    facts = {"has_a_record": "yes", "was_delivered": "yes", "was_delivered_to_inbox": "cannot tell"}

    assert "delivered-folder-unknown" == walk("disposition", **facts)


def test_a_half_trace_has_no_total_time():
    """A quick half says nothing about the whole; a slow half does."""
    half = {"has_usable_times": "yes"}

    assert "cannot-tell" == walk("delay", **half)
    slow = {"part_here_took_too_long": "yes", "longest_wait_was_at_gateway": "yes"}
    assert "delay-at-gateway" == walk("delay", **half, **slow)


def test_two_journeys_are_one_copy():
    """One delivery is one copy, whatever the list shows."""
    assert "single-copy" == walk("copies", was_delivered_once="yes", end_is_known="yes")
