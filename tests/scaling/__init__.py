"""What it would take: a million watchers of one room, 100,000 lobbies; by simulation.

In here: what one process was measured to carry (``figures``, the one place), a room's tree of
relays (``tree``), many lobbies on processes and databases (``town``,
``street``), everybody coming back after
a process died (``comeback``), and how far the model is from what was measured (``measured``).
Not in here: measuring (``tests.bench``), and what it means (docs/scaling.md).
"""
