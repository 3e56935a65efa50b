"""The bench: how fast the house is, measured from outside, beside what was promised.

``python -m tests.bench`` prints it. In here: a load generator (this process) against the site (a
process of its own), over loopback only. Not in here: tests; a slow figure is printed, not failed.

``sites`` starts what is measured · ``stage`` fills its database · ``wire`` a WebSocket by hand ·
``pairs`` chess at full speed · ``crowd`` watchers and idle sockets · ``cards`` card tables ·
``plan`` how long and how often · ``scenes``, ``gatherings`` what is measured · ``figures``
medians, percentiles, targets and the printed table · ``peers`` other projects' servers beside ours.
docs/performance.md holds the method and the results.
"""
