"""Half an hour of play at half a core: ``python -m tests.soak --minutes 30`` (``make soak``).

In here: people of every game who come and go (people), the pace that keeps the server at its load
and what is read off it each minute (gauge). Memory and latency must be flat. Not in here: faults.
"""
