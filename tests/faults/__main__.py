"""``python -m tests.faults [word …]``: the faults whose names have one of them, in each house."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping

from tests.faults import breaking, trial
from tests.faults.breaking import Fault
from tests.faults.houses import House, large, small
from tests.faults.trial import Crowd, Outcome

CROWD = Crowd(pairs=6, cards=5, talkers=4, warm=400)
BROKEN_SECONDS = 4.0

EVERYWHERE: Mapping[str, Fault] = {
    "kill -9 of the site": breaking.kill_a_process,
    "line cut in mid-frame": breaking.cut_lines,
    "frames delayed": breaking.delay_frames,
    "frames repeated": breaking.repeat_frames,
    "frames swapped": breaking.swap_frames,
    "all of that at once": breaking.all_at_once,
    "slow receiver": breaking.stop_reading,
    "clock jumps by an hour": breaking.set_clock,
}
ON_SQLITE: Mapping[str, Fault] = {**EVERYWHERE, "disk quota used up": breaking.fill_disk}
ON_POSTGRES: Mapping[str, Fault] = {
    **EVERYWHERE,
    "kill -9 of Valkey": breaking.kill_valkey,
    "kill -9 of PostgreSQL": breaking.kill_postgres,
}


def main(words: list[str]) -> int:
    """Try the faults and print the table; 0 if everything held."""
    outcomes: list[Outcome] = []

    def some(faults: Mapping[str, Fault]) -> Mapping[str, Fault]:
        wanted = {name for name in faults for word in words or [""] if word in name}
        return {name: fault for name, fault in faults.items() if name in wanted}

    if faults := some(ON_SQLITE):
        with small() as house:
            outcomes += _try_all(house, faults)
    if os.geteuid() == 0 and (faults := some({"disk full": breaking.fill_mount})):
        with breaking.little_room() as home, small(home) as house:
            outcomes += _try_all(house, faults)
    if faults := some(ON_POSTGRES):
        with large() as house:
            outcomes += _try_all(house, faults)
    if faults := some({"kill -9 of Valkey, empty": breaking.kill_valkey}):
        with large(keeps=False) as house:
            outcomes += _try_all(house, faults)
    failed = [f"{each.house}: {each.fault}" for each in outcomes if not each.holds]
    print("Everything held." if not failed else "DID NOT HOLD: " + "; ".join(failed))
    return int(bool(failed))


def _try_all(house: House, faults: Mapping[str, Fault]) -> list[Outcome]:
    print(f"\n{house.name}\n{trial.HEAD}", flush=True)
    outcomes = []
    for name, fault in faults.items():
        outcome = asyncio.run(trial.attempt(house, name, fault, CROWD, BROKEN_SECONDS))
        print(trial.line(outcome), *trial.remarks(outcome), sep="\n", flush=True)
        outcomes.append(outcome)
    return outcomes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
