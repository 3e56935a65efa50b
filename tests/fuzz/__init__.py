"""Nonsense, and what is nearly sense: ``python -m tests.fuzz`` (``make fuzz``).

In here: frames that nobody would send (frames), who sends them to a real server at every kind of
table (storm), schemathesis over the OpenAPI (calls). test_fuzz runs a short form. Not in here: what
a right message does.
"""
