"""A game played to its end in the head: everybody as ``bots.greedy`` would, only quickly.

In here: guesses of computer players about what follows. Not in here: judging real plays
(``judging``); the course of a trick is that of ``trick``, on lists that change in place.

A suited run that was led counts as any run, and nobody comes back in after a pass: too rare to pay
for in every guess.
"""

from __future__ import annotations

from bisect import bisect_right

from games.tienlen.answers import answers
from games.tienlen.combos import ACE, Cards, Combo, combo_of
from games.tienlen.presets import Rules, target

Hand = list[int]


class Playout:
    """One imagined game. ``hands`` belong to it and are used up; ``out``: seats by place."""

    def __init__(
        self,
        rules: Rules,
        hands: list[Hand],
        passed: list[bool],
        last: Combo | None,
        by: int,
    ) -> None:
        self.rules = rules
        self.hands = hands
        self.passed = passed
        self.last = last
        self.by = by
        self.out: list[int] = []

    def place(self, me: int, first: Cards) -> int:
        """Which of those still in (0: the first) ``me`` becomes after playing ``first`` now."""
        seat = self._act(me, first)
        alive = sum(map(bool, self.hands)) + len(self.out)
        while self.hands[me] and len(self.out) < alive - 1:
            seat = self._act(seat, self._greedy(seat))
        return len(self.out) if self.hands[me] else self.out.index(me)

    def _act(self, seat: int, cards: Cards | Hand) -> int:
        """Play or pass; the seat that is next."""
        hand = self.hands[seat]
        if cards:
            for card in cards:
                hand.remove(card)
            self.last, self.by = combo_of(cards), seat
            if not hand:
                self.out.append(seat)
        else:
            self.passed[seat] = True
        for other in (seat + 1 & 3, seat + 2 & 3, seat + 3 & 3):
            if self.hands[other] and not self.passed[other] and other != self.by:
                return other
        self.last, self.passed = None, [False] * 4
        other = self.by
        while not self.hands[other] and len(self.out) < 4:
            other = other + 1 & 3
            if other == self.by:
                break
        return other

    def _greedy(self, seat: int) -> Cards | Hand:
        hand, last = self.hands[seat], self.last
        if last is None:
            return lead(hand)
        if len(hand) < min(last.size, 4):
            return ()
        if last.size < 4 and last.kind != "run" and last.top < 48:
            return _alike(hand, last.size, last.top)
        if last.kind == "single" and len(hand) < 4:
            return _alike(hand, 1, last.top)
        if last.kind == "run" and hand[-1] < last.top:
            return ()
        if last.size >= 4 and len(hand) < 4 and not target(last):
            return ()
        found = answers(hand, last, self.rules)
        return min(found, key=lambda cards: (cards[-1], len(cards), cards), default=())


def _alike(hand: Hand, size: int, top: int) -> Hand:
    """The lowest single, pair or triple above ``top``, from the lowest cards of its rank."""
    for at in range(max(size - 1, bisect_right(hand, top)), len(hand)):
        rank = hand[at] >> 2
        low = at - size + 1
        if hand[low] >> 2 == rank:
            while size > 1 and low and hand[low - 1] >> 2 == rank:
                low -= 1
            return [*hand[low : low + size - 1], hand[at]]
    return []


def lead(hand: Hand) -> Hand:
    """The lowest card in the single, pair, triple or run of it that uses most cards."""
    rank = hand[0] >> 2
    same = 1
    while same < 3 and same < len(hand) and hand[same] >> 2 == rank:
        same += 1
    run = [hand[0]]
    for card in hand:
        step = card >> 2
        if step == rank + 1 and step <= ACE:
            run.append(card)
            rank = step
    return run if len(run) >= 3 and len(run) > same else hand[:same]
