"""What is counted, for Prometheus at ``/metrics``: names and units, nothing else."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("parlour_sockets", "Open sockets of this process")
CHANGES = Counter("parlour_changes_total", "Changes committed")
REFUSALS = Counter("parlour_refusals_total", "Commands refused, by code", ["code"])
LOST_RACES = Counter("parlour_lost_races_total", "Commits that found another version")
COMMIT_SECONDS = Histogram(
    "parlour_commit_seconds",
    "Time of one transaction of the journal",
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5),
)
COMMIT_JOBS = Histogram(
    "parlour_commit_jobs",
    "Jobs in one transaction of the journal",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
)
