"""The ports, and that each edge has what they name."""

from __future__ import annotations

import inspect

import pytest

from headroom.client.awaited import AwaitedTransport
from headroom.client.blocking import BlockingTransport
from headroom.client.reply.streaming import StreamedReply
from headroom.runtime import blocking, nonblocking, ports
from tests.fakes import ports as scripted

EDGES: list[tuple[type, type]] = [
    (ports.OriginalStore, blocking.BlockingOriginals),
    (ports.OriginalStore, nonblocking.NonblockingOriginals),
    (ports.OriginalStore, scripted.ScriptedOriginals),
    (ports.DecisionStore, blocking.BlockingDecisions),
    (ports.DecisionStore, nonblocking.NonblockingDecisions),
    (ports.DecisionStore, scripted.ScriptedDecisions),
    (ports.Work, blocking.BlockingWork),
    (ports.Work, nonblocking.NonblockingWork),
    (ports.Work, scripted.ScriptedWork),
    (ports.Clock, blocking.SystemClock),
    (ports.Clock, scripted.ScriptedClock),
    (ports.Transport, BlockingTransport),
    (ports.Transport, AwaitedTransport),
    (ports.Transport, scripted.ScriptedTransport),
    (ports.Events, StreamedReply),
    (ports.Events, scripted.ScriptedEvents),
]


def methods(kind: type) -> dict[str, object]:
    """The public methods of a class."""
    return {name: value for name, value in vars(kind).items() if inspect.isfunction(value) and not name.startswith("_")}


@pytest.mark.parametrize(("port", "edge"), EDGES, ids=lambda kind: kind.__name__)
def test_an_edge_has_every_method_of_its_port(port: type, edge: type) -> None:
    """By the same name, with the same parameters, to be awaited where the port's is."""
    for name, wanted in methods(port).items():
        found = getattr(edge, name)
        assert list(inspect.signature(found).parameters) == list(inspect.signature(wanted).parameters), name  # type: ignore[arg-type]
        assert inspect.iscoroutinefunction(found) is inspect.iscoroutinefunction(wanted), name


def test_every_port_is_tried() -> None:
    """None is without an edge."""
    assert {port.__name__ for port, _ in EDGES} == set(ports.__all__)
