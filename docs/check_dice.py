"""Check a finished game of Death Dice without the site's code: python3 check_dice.py ADDRESS

ADDRESS is https://.../api/games/ID/ of the game, or a file with its log (.../replay/). What is
checked: the secret is the one whose fingerprint was shown from the start; every die follows from
it; the rules then lead to the result and the last round that the site shows. The rules are written
here a second time on purpose, from docs/dice-check.md. Standard library only.
"""

import hashlib
import json
import sys
import urllib.parse
import urllib.request

DEATH = [0, 0, 0, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 20, 20, 100]
OUT = {"FINISH_DRINK", "SIP_DRINK", "SHOWER", "POOL", "DUAL_WIELD"}


def words(seed, version):
    """The numbers below 2**32 that belong to one version."""
    block = 0
    while True:
        counters = version.to_bytes(8, "big") + block.to_bytes(8, "big")
        digest = hashlib.sha256(seed + counters).digest()
        yield from (int.from_bytes(digest[at : at + 4], "big") for at in range(0, 32, 4))
        block += 1


def die(stream, sides):
    """One die; ten sides count from 0, a hundred means 0, 10 ... 90."""
    faces = 10 if sides == 100 else sides
    word = next(word for word in stream if word < 2**32 - 2**32 % faces)
    return word % faces * 10 if sides == 100 else word % faces + (sides != 10)


def special(rolls):
    """What ends a turn at once, or nothing."""
    flat, ones = [value for dice in rolls for value in dice], rolls[0].count(1)
    extra = rolls[1][0] if len(rolls) > 1 else 0
    if ones >= 3 or (ones == 2 and 1 <= extra <= 3):
        return "FINISH_DRINK"
    if ones == 2 and extra:
        return "SIP_DRINK"
    table = [("SHOWER", 3, 3), ("POOL", 6, 6), ("DUAL_WIELD", 2, 4)]
    table += [("HEAD_ON_TABLE", 4, 4), ("WISH_PURCHASE", 5, 5)]
    return next((code for code, value, count in table if flat.count(value) >= count), "")


class Player:
    """Somebody's counter, and their turn in this round."""

    def __init__(self):
        self.streak = self.won = 0
        self.clear()

    def clear(self):
        self.rolls, self.ties, self.done, self.verdict = [], 0, False, ""

    def roll(self, stream):
        sides = [6] if self.rolls else [6, 6, DEATH[min(self.streak, 15)]]
        self.rolls.append([die(stream, each) for each in sides if each])
        first = self.rolls[0]
        twice = [value for value in first if first.count(value) > 1]
        goes_on = twice and all(roll == twice[:1] for roll in self.rolls[1:])
        self.done = bool(special(self.rolls) or self.ties or not goes_on)

    def total(self, german):
        if special(self.rolls) == "SIP_DRINK":
            return 0
        two = sorted(self.rolls[0][:2])
        return 10 * two[1] + two[0] if german else sum(map(sum, self.rolls))

    def rank(self, german):
        value = self.total(german)
        if not german:
            return (value,)
        added = sum(map(sum, self.rolls[len(self.rolls) - self.ties :]))
        return (value == 21, value % 11 == 0, value, added)


class Game:
    """A game replayed; players by seat, in the order they joined."""

    def __init__(self, log):
        self.german = log["options"].get("germanMode", False)
        self.steal = log["options"].get("stealWithSingleDice", False)
        self.players = {seat: Player() for seat in sorted(map(int, log["seats"]))}
        self.open, self.round, self.eleven, self.rolled = False, 0, None, 0

    def take(self, move, stream):
        seat, what = move["seat"], move.get("action") or move["event"]
        if what == "game/roll":
            self.rolled += 1
            self.players[seat].roll(stream)
        elif what == "game/new_round":
            self.open, self.round = True, self.round + 1
            for player in self.players.values():
                player.clear()
        elif what == "taken":
            self.players[seat] = Player()
        elif what == "vacated":
            del self.players[seat]
            self.eleven = None if self.eleven == seat else self.eleven
        if self.open and all(player.done for player in self.players.values()):
            self.judge()

    def judge(self):
        inside = {s: p for s, p in self.players.items() if special(p.rolls) not in OUT}
        ranks = {seat: player.rank(self.german) for seat, player in inside.items()}
        if len(ranks) == 3 and len(set(ranks.values())) == 1:
            for player in inside.values():
                player.ties, player.done = player.ties + 1, False
            return
        self.open = False
        totals = {seat: p.total(self.german) for seat, p in self.players.items()}
        top = max(ranks.values(), default=None)
        winners = [seat for seat, rank in ranks.items() if rank == top]
        shown = []
        if self.eleven in inside and totals[self.eleven] == 11:
            shown = [s for s in inside if totals[s] == 11] if top == (11,) else []
            winners = [self.eleven]
        self.count(winners if len(winners) == 1 else [], shown)
        elevens = [seat for seat, total in totals.items() if total == 11]
        if elevens and self.eleven not in elevens:
            self.eleven = elevens[0]

    def count(self, winners, shown):
        """Winner +1, losers 0; who is only shown as a winner keeps the counter."""
        losers = [s for s in self.players if s not in winners and s not in shown]
        longest = max((self.players[seat].streak for seat in losers), default=0)
        for seat, player in self.players.items():
            if seat in winners:
                stolen = longest if self.steal and len(player.rolls) == 1 else 0
                player.streak = max(player.streak, stolen) + 1
                player.won, player.verdict = player.won + 1, "win"
            else:
                player.verdict = "lose" if seat in losers else "stay"
                player.streak = 0 if seat in losers else player.streak


def fetch(address):
    if not address.startswith("http"):
        with open(address, encoding="utf-8") as file:
            return json.load(file)
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def expect(holds, otherwise):
    if not holds:
        raise SystemExit(f"NOT HONEST: {otherwise}")


def compare(game, view):
    """The last round as computed and as the site shows it."""
    seats = view["game"]["seats"]
    expect(sorted(seats) == sorted(map(str, game.players)), "other players than the log has")
    for seat, player in game.players.items():
        theirs = seats[str(seat)]
        rolls = [theirs.get("rolls", {})[key] for key in sorted(theirs.get("rolls", {}), key=int)]
        mine = (player.rolls, player.streak, player.won, player.verdict)
        shown = (rolls, theirs.get("streak", 0), theirs.get("won", 0), theirs.get("verdict", ""))
        expect(mine == shown, f"seat {seat}: computed {mine}, shown {shown}")
    expect(view["game"].get("eleven") == game.eleven, "another Mr Eleven")


def verify(log, view=None):
    """The game its log and its secret lead to; ends the program where something differs."""
    if not log.get("seed"):
        raise SystemExit("The game is not over: its secret is not shown yet.")
    seed = bytes.fromhex(log["seed"])
    expect(hashlib.sha256(seed).hexdigest() == log["seedHash"], "not the secret promised")
    game = Game(log)
    for move in log["moves"]:
        game.take(move, words(seed, move["v"]))
    most = max((player.won for player in game.players.values()), default=0)
    winners = sorted(seat for seat, p in game.players.items() if most and p.won == most)
    if log["result"]["reason"] == "finished":
        expect(winners == log["result"]["winners"], f"by these dice, {winners} won")
    if view is not None:
        compare(game, view)
    return game


def whole(address):
    """A log with the moves of all its pages."""
    log = page = fetch(address)
    while page.get("next"):
        page = fetch(urllib.parse.urljoin(address, page["next"]))
        log["moves"] += page["moves"]
    return log


def main(address):
    if address.startswith("http"):
        address = address.rstrip("/") + "/"
        log, view = whole(address + "replay/"), fetch(address)["view"]
    else:
        log, view = fetch(address), None
        if log.get("next"):
            raise SystemExit("This is the first part of a long log: give the address instead.")
    game = verify(log, view)
    sys.stdout.write(
        f"Honest: {game.rolled} rolls in {game.round} rounds follow from the secret.\n"
        f"Its fingerprint is {log['seedHash']}. Is that the one your page showed?\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
