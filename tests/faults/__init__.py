"""What breaks, broken on purpose under load: ``python -m tests.faults`` (``make faults``).

In here: people who do not give up (people), what they sent and what became of it (tally), a line
that plays tricks (proxy), the site with all it stands on (houses), what is done to it (breaking),
how a fault is tried and judged (trial). test_faults runs a short form. Not in here: what a server
promises otherwise.
"""
