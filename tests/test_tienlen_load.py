"""Several Tiến Lên tournaments at twenty times the seed's rate: nothing is refused, nothing lost.

In here: the short form of ``python -m tests.tienlen_load``, which measures.
"""

from __future__ import annotations

from pathlib import Path

from tests.live import Server
from tests.tienlen_load import A_MINUTE, open_tables, play


async def test_tournaments_side_by_side_lose_no_move(tmp_path: Path) -> None:
    server = Server(tmp_path).prepare().start()
    try:
        tables = await open_tables(server, 4)
        found = await play(server, tables, 20 * A_MINUTE, 4)
    finally:
        server.stop()
    assert found.moves > 50 and found.times
    assert (found.lost, found.errors) == (0, [])
