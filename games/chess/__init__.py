"""Chess: rules (``rules``, the only judge), and its board for the browser under ``static``.

``commands`` what players can ask · ``variants`` the kinds of chess · ``start`` FEN and PGN to go on
from · ``state`` one position and its past, as a value · ``moves`` judging a move · ``asking`` what
needs the other's consent: ``draws``, ``takeback``, ``pausing`` · ``ending`` what an end does ·
``document`` what viewers see · ``pgn`` the export · ``openings`` their names · ``computer``
computer players · ``search`` how they look ahead.
"""
