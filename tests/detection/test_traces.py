"""Tracebacks are told by their frames."""

from __future__ import annotations

import pytest

from headroom.detection import detect
from headroom.detection.sample import sample_of
from headroom.detection.traces import guess_traceback
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words": "Look at the traceback, at the top of which you find the error.\nAt last, at (home).\n",
    "a log with one": (
        "2024-01-01 10:00:00 INFO a\n"
        "2024-01-01 10:00:01 ERROR b\n"
        "\tat com.example.A.b(A.java:1)\n"
        "2024-01-01 10:00:02 INFO c\n"
        "2024-01-01 10:00:03 INFO d\n"
        "2024-01-01 10:00:04 INFO e\n"
    ),
    "code that prints one": (
        "import traceback\n\ndef f():\n    try:\n        g()\n    except Exception:\n        traceback.print_exc()\n"
    ),
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["traceback"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_traceback(sample_of(ALL["traceback"][name]))
    assert found.score >= 0.8
    assert found.format == format_of("traceback", name)


@pytest.mark.parametrize(("kind", "name"), others("traceback"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_traceback(sample_of(ALL[kind][name])).score < 0.8


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_traceback(sample_of(text)).score < 0.8


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_traceback(sample_of(text)).score < 0.8


FRAMES = {
    "javascript": (
        "TypeError: Cannot read properties of undefined (reading 'price')",
        "    at Layer.handle [as handle_request] (/app/node_modules/express/lib/layer{n}.js:{n}:5)",
    ),
    "promises": ("Error: timed out", "    at async Object.total{n} (/app/src/cart.js:{n}:9)"),
    "browser": ("Uncaught ReferenceError: price is not defined", "    at total{n} (https://shop.example/cart.js:{n}:9)"),
    "firefox": ("TypeError: items is undefined", "total{n}@https://shop.example/cart.js:{n}:3"),
    "ruby": ("/app/cart.rb:12:in `total': no price (NoMethodError)", "\tfrom /usr/lib/gems/rack/f{n}.rb:{n}:in `call'"),
    "ruby of today": ("/app/cart.rb:12:in 'total': no price (NoMethodError)", "\tfrom /usr/lib/rack/f{n}.rb:{n}:in 'call'"),
    "rails": ("NoMethodError (undefined method `price' for nil):\n", "app/models/f{n}.rb:{n}:in `total'"),
    "elixir": ("** (RuntimeError) boom", "    (shop 0.1.0) lib/shop/f{n}.ex:{n}: Shop.Cart.total/1"),
    "dart": ("Unhandled exception:", "#{n}      total (package:shop/cart.dart:{n}:9)"),
    "perl": ("bad price at /app/cart.pl line 12.", '\tmain::total("x") called at /app/views.pl line {n}'),
}
"""What is said first, and a call, by the language."""


@pytest.mark.parametrize("before", ["", "/app/src/cart.js:12\n    return items.price;\n                 ^\n\n"])
@pytest.mark.parametrize("name", FRAMES)
def test_calls_are_no_hits_of_a_search(name: str, before: str) -> None:
    """Though each names a file and a line in it; one trace and several."""
    said, frame = FRAMES[name]
    trace = "\n".join([f"{before}{said}", *(frame.format(n=n) for n in range(20)), ""])
    assert detect(trace).kind == "traceback"
    assert detect(f"{trace}\n" * 3).kind == "traceback"


@pytest.mark.parametrize("name", FRAMES)
def test_traces_in_a_log_belong_to_it(name: str) -> None:
    """Its records are more."""
    said, frame = FRAMES[name]
    records = "".join(f"2025-11-20 08:00:{n:02} INFO handled request {n}\n" for n in range(60))
    trace = "\n".join([said, *(frame.format(n=n + 2) for n in range(9)), ""])
    assert detect((records + trace) * 3).kind == "log"
