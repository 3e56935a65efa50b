"""The wire described, from the same types that decode it: nothing here is read by a running game.

In here: AsyncAPI, TypeScript declarations and the tables of docs/protocol.md, all generated. Not
in here: the messages themselves (``protocol``, each game's commands).
"""
