"""The card table: free play whose only rules are permission and secrecy.

In here: objects, decks, hands, the verbs that change them, what each viewer may know. Not in here:
people, names and sockets, drags on their way (``lobbies``), and the rules of any card game.
"""
