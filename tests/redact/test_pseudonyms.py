"""Pseudonyms are keyed, consistent, and keep the structure of what they stand for."""

import os
from ipaddress import ip_address, ip_network

import pandas as pd
import pytest
from planted import KEY
from processor_time import processor_seconds
from traces import trace_of

from tracekit.decode.details import decode_detail
from tracekit.errors import InputError
from tracekit.redact import read_map, redact, redaction, reveal, write_map
from tracekit.redact.allowed import grammar_words
from tracekit.redact.atoms import Atoms
from tracekit.redact.keyed import Key
from tracekit.redact.texts import Texts


def drawn(text, key=KEY, words=frozenset()):
    """Redact one text."""
    return Texts(Atoms(Key(key))).free(text, words)


def test_one_domain_stays_one_domain():
    """Two people of one domain have one pseudonym behind the @, in any case and in punycode."""
    names = ["a@zürich.com", "b@ZÜRICH.com", "c@xn--zrich-kva.com"]

    assert 1 == len({drawn(name).rpartition("@")[2].casefold() for name in names})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qovar@zemil.com", "QOVAR@ZEMIL.COM"),
        ("qovar@zemil.com", "%71ovar%40zemil.com"),
        ("qovar@zemil.com", "&#113;ovar&#64;zemil.com"),
    ],
)
def test_a_name_is_the_same_in_each_writing(one, other):
    """Encodings and case do not make another person of somebody."""
    there = drawn(other).casefold().replace("%40", "@")

    assert drawn(one) == there


def test_a_tag_is_drawn_by_itself():
    """The tag changes, the person and the domain stay."""
    plain, tagged = drawn("qovar@zemil.com"), drawn("qovar+news@zemil.com")

    assert plain.split("@")[0] == tagged.split("+")[0]
    assert plain.split("@")[1] == tagged.split("@")[1]
    assert plain.endswith(".example")


def test_a_tenant_is_one_in_its_smart_host():
    """The tenant's domain in Microsoft's host name is that of its addresses."""
    domain = drawn("qovar@zemil.com").rpartition("@")[2]
    host = drawn("zemil-com.mail.protection.outlook.com")

    assert f"{domain.replace('.', '-')}.mail.protection.outlook.com" == host


@pytest.mark.parametrize("prefix", [17, 20, 24, 28, 31])
def test_neighbours_stay_neighbours(prefix):
    """Two addresses share as many leading bits as before."""
    one = ip_address("81.20.64.7")
    other = ip_address(int(one) ^ 1 << (32 - prefix - 1))
    shared = int(ip_address(drawn(str(one)))) ^ int(ip_address(drawn(str(other))))

    assert prefix == 32 - shared.bit_length()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("81.20.64.7", "240.0.0.0/4"),
        ("10.1.2.3", "10.0.0.0/8"),
        ("192.168.1.9", "192.168.0.0/16"),
        ("2a01:4f8:1::7", "2001:db8::/32"),
        ("fe80::1", "fe80::/10"),
        ("fd12:3456::1", "fc00::/7"),
    ],
)
def test_an_address_moves_into_a_range_of_nobody(address, network):
    """Private stays private, and no real network is named."""
    found = drawn(address)

    assert ip_address(found) in ip_network(network)
    assert address != found


@pytest.mark.parametrize(
    "text",
    [
        "ipw-mta-o365-prod-b3d65134e94c6bdc.elb.us-west-2.amazonaws.com",
        "44.225.179.230",
        "IA0PR02MB9220.namprd02.prod.outlook.com",
        "journal@dev.inkyphishfence.com",
        "00000000-0000-0000-0000-000000000000",
    ],
)
def test_infrastructure_stays(text):
    """What belongs to Microsoft or to a gateway names no customer."""
    assert text == drawn(text)


def test_another_key_gives_other_pseudonyms():
    """Whoever lacks the key cannot try a guess out."""
    assert drawn("qovar@zemil.com") != drawn("qovar@zemil.com", "another key, just as long")


@pytest.mark.parametrize("key", ["", "short", b"", b"a" * 40, 17, None])
def test_a_weak_key_is_one_clear_error(key):
    """A key that can be guessed is refused, and the message says how to make one."""
    with pytest.raises(InputError, match=r"The key: .*secrets"):
        Key(key)


def test_a_hundred_thousand_words_have_as_many_pseudonyms():
    """No two people become one."""
    atoms = Atoms(Key(KEY))

    assert 100_000 == len({atoms.word(f"name{number}") for number in range(100_000)})


def test_a_redacted_detail_still_says_the_same():
    """The sentence, its codes and its rule are read from a redacted detail as from its columns."""
    trace = redact(trace_of("inky-two-journeys")[0], KEY)
    names = ["smtp_code", "enhanced_code", "token", "folder", "rule_name", "rule_id", "host", "ip"]
    told = pd.DataFrame([decode_detail(d) for d in trace.events["detail"].fillna("")])
    for name in set(names) & set(told.columns):
        assert trace.events[name].dropna().tolist() == told[name].dropna().tolist()


def test_the_key_holder_maps_back(tmp_path):
    """With the map, the sender can be read again; the map is its owner's alone."""
    trace = trace_of("inky-two-journeys")[0]
    done = redaction(trace, KEY)
    path = write_map(tmp_path / "map.json", done)
    back = reveal(done.trace.journeys["sender"].iloc[0], read_map(path))

    assert trace.journeys["sender"].iloc[0].casefold() == back.casefold()
    if os.name == "posix":
        assert 0o600 == path.stat().st_mode & 0o777
    with pytest.raises(InputError, match="exists"):
        write_map(path, done)


def test_the_hash_of_the_input_is_drawn_too():
    """A file that is guessed at cannot be confirmed by its published hash."""
    trace = trace_of("inky-outbound")[0]

    assert set() == set(trace.sources["sha256"]) & set(redact(trace, KEY).sources["sha256"])


def test_the_trace_itself_is_not_changed():
    """What goes in stays as it was."""
    trace = trace_of("inky-two-journeys")[0]
    before = trace.journeys.copy()
    redact(trace, KEY)

    pd.testing.assert_frame_equal(before, trace.journeys)


@pytest.mark.parametrize(
    "seed",
    ["a", "a.", "a@", "=?", "=61", "%41", "&#97;", "1.", "a:", "::", "a-", "x=", "ä", "61 ", "A+"],
)
def test_time_grows_with_the_text(seed):
    """Hostile text of twice the length takes about twice as long."""
    spans = []
    for size in (40_000, 160_000):
        text = seed * (size // len(seed))
        spans.append(min(_seconds(text) for _ in range(2)))

    assert spans[1] < 9 * spans[0] + 0.05


def _seconds(text):
    return processor_seconds(lambda: drawn(text, words=grammar_words()))
