"""The short form of ``python -m tests.fuzz``: nonsense is refused, and nothing breaks of it.

In here: a few thousand frames and a few hundred calls, always the same. Not in here: single
refusals (test_protocol_frames, test_api).
"""

from __future__ import annotations

from tests import sites
from tests.fuzz.__main__ import report
from tests.fuzz.calls import fuzz_calls
from tests.fuzz.storm import storm
from tests.live import Server

site = sites.uvicorn_site

FRAMES, EXAMPLES, SEED = 4_000, 2, 7


async def test_frames_that_nobody_would_send_are_refused_and_the_server_plays_on(
    site: Server,
) -> None:
    harvest = await storm(site, FRAMES, SEED)
    told = "\n".join(report(harvest))
    assert harvest.frames >= 0.9 * FRAMES and harvest.wrong == [], told
    assert harvest.internal == 0, told
    for code in ("INVALID_JSON", "INVALID_MESSAGE", "UNKNOWN_ACTION", "TOO_LARGE"):
        assert harvest.answers[code] > 0, told


def test_calls_made_from_the_description_are_answered_as_described(site: Server) -> None:
    stage = site.one("Anh", "Bình", sit=2, start=True)
    held, said = fuzz_calls(site, stage, examples=EXAMPLES, seed=SEED)
    assert held, said
