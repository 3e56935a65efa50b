"""Chess: rules (``rules``, the only judge), and its board for the browser under ``static``.

``commands`` what players can ask · ``state`` one position and its past, as a value · ``moves``
judging a move · ``draws`` offers and claims · ``document`` what viewers see · ``pgn`` the export.
"""
