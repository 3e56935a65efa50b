"""Beside others: the same games of chess, by the same load generator, on other projects' servers.

``python -m tests.bench --peers`` installs them here (npm, and pip for Node where the machine's is
too old), plays on all in turns and prints one table.

``servers/`` their rooms, a page each · ``colyseus``, ``boardgame``, ``tutorial`` the least of their
protocols that plays and watches · ``houses`` starts servers, ours among them · ``install`` what
they run on · ``field`` measures in turns · ``ratios`` the table.
Their versions are pinned in package.json here; the site's own knows nothing of them.
"""
