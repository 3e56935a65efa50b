"""What the seats and the spectators of a tournament see, and what a move costs on the wire."""

from __future__ import annotations

from typing import Any

import msgspec

from games.base import Person, Step, Views
from games.patch import diff
from games.tienlen.commands import Card, ClaimSeat, Pass, Play, playing
from games.tienlen.state import Tourney
from lobbies.protocol_frames import frame
from tests.tienlen_tables import GAME, NOW, Table, cards, of_bots, run

DEAL = (
    "3s 5s 7s 9s Js Ks 2s 4c 6c 8c 10c Qc Ac",
    "3c 5c 7c 9c Jc Kc 2c 4d 6d 8d 10d Qd Ad",
    "3d 5d 7d 9d Jd Kd 2d 4h 6h 8h 10h Qh Ah",
    "3h 5h 7h 9h Jh Kh 2h 4s 6s 8s 10s Qs As",
)


def shown(table: Table, viewer: int | None) -> Any:
    return GAME.view(table.state, viewer)["game"]


def news(before: Tourney, step: Step[Tourney], viewer: int | None) -> dict[str, str]:
    """The frames that a viewer gets, by their type."""
    old: Views = GAME.view(before, viewer, step.touched)
    new: Views = GAME.view(step.state, viewer, step.touched)
    frames = {}
    for part in dict.fromkeys((*old, *new)):
        if patch := diff(old.get(part, {}), new.get(part, {})):
            kind = f"{part}/{step.facts.get(part, 'updated')}"
            frames[kind] = frame(kind, patch, v=1234)
    return frames


def test_a_seat_sees_its_own_hand_and_a_spectator_none() -> None:
    table = Table(*DEAL)
    own = shown(table, 2)
    assert own["yourPosition"] == 2
    assert own["yourHand"][0] == {"rank": 3, "suit": 2, "value": 2}
    assert [card["value"] for card in own["yourHand"]] == list(table.deal.hands[2])
    assert "yourHand" not in shown(table, None) and "yourPosition" not in shown(table, None)
    assert shown(table, None)["handCounts"] == [13, 13, 13, 13]


def test_a_move_is_told_with_the_names_of_the_protocol() -> None:
    table = Table(*DEAL).plays(0, "3s").passes(1)
    game = shown(table, 3)
    assert game["currentPlayer"] == 2
    assert game["lastPlay"] == {
        "playerId": 0,
        "cards": [{"rank": 3, "suit": 0, "value": 0}],
        "combo": "single",
    }
    assert game["passedPlayers"] == [False, True, False, False]
    assert game["moves"] == {"1": {"by": 0, "cards": [0]}, "2": {"by": 1}}
    assert game["turnEndsAt"] == NOW + 60_000


def test_a_single_is_at_most_80_bytes_up_and_260_down_to_the_others() -> None:
    up = {"action": "game/play", "payload": playing(cards("10d"))}
    assert len(msgspec.json.encode(up)) <= 80
    full = Play((Card(30, rank=10, suit=2),))
    assert len(msgspec.json.encode({"action": "game/play", "payload": full})) <= 80
    table = Table(*DEAL)
    for _ in range(8):
        for seat, single in ((0, "4c"), (1, "10d"), (2, "Ah")):
            before = table.state
            table.plays(seat, single)
            told = news(before, table.steps[-1], 3)
            assert list(told) == ["game/move"]
            assert len(told["game/move"].encode()) <= 260, told
        table = Table(*DEAL)


def test_a_move_of_another_seat_says_nothing_of_one_s_own_hand() -> None:
    table = Table(*DEAL)
    before = table.state
    table.plays(0, "4c")
    assert "yourHand" in news(before, table.steps[-1], 0)["game/move"]
    for viewer in (1, 2, 3, None):
        assert "yourHand" not in news(before, table.steps[-1], viewer)["game/move"]


def test_a_pass_that_ends_the_trick_takes_the_last_play_away() -> None:
    table = Table(*DEAL).plays(0, "4c").passes(1, 2)
    before = table.state
    table.passes(3)
    told = msgspec.json.decode(news(before, table.steps[-1], None)["game/move"])["payload"]
    assert told["lastPlay"] is None
    assert told["passedPlayers"] == [False] * 4
    assert told["trick"] == 5 and told["moves"] == {"4": {"by": 3}}


def test_a_game_that_starts_and_ends_is_called_so() -> None:
    kinds = [dict(line.step.facts) for line in run(of_bots(2), 2)]
    assert kinds[0] == {"tourney": "updated", "game": "started"}
    assert kinds[-1] == {"tourney": "updated", "game": "over"}
    assert {"game": "move"} in kinds


def test_the_end_of_a_game_brings_the_leaderboard_and_all_hands() -> None:
    table = Table("3s", "4s", "5s", "6s 7s").plays(0, "3s").plays(1, "4s").plays(2, "5s")
    game = shown(table, None)
    assert game["winOrder"] == [0, 1, 2, 3] and game["pointsAwarded"] == [4, 2, 1, 0]
    assert game["leaderboard"][0] == {
        "position": 0, "totalScore": 4, "lastGamePoints": 4, "gamesWon": 1,
    }  # fmt: skip
    assert game["tourneyComplete"] is False and "winner" not in game
    assert game["dealt"]["3"] == list(cards("6s 7s"))
    assert "currentPlayer" not in game
    tourney = GAME.view(table.state, 1)["tourney"]
    assert tourney["status"] == "between_games" and tourney["readyCount"] == 0
    assert tourney["yourPosition"] == 1 and tourney["currentGameNumber"] == 2
    assert tourney["gameHistory"]["2"] == {
        "gameNumber": 2, "winOrder": [0, 1, 2, 3], "pointsAwarded": [4, 2, 1, 0], "timestamp": NOW,
    }  # fmt: skip


def test_no_hand_is_open_before_the_game_is_over() -> None:
    """Whatever is shown to a seat, cards in it are its own or were played."""
    state = of_bots(4)
    for *_, step in run(state, 4)[:60]:
        deal = step.state.playing
        if deal is None:
            continue
        played = {card for move in deal.moves for card in move.cards}
        laid = {card for seat, _ in deal.instant for card in deal.dealt[seat]}
        for viewer in (0, 1, 2, 3, None):
            game = GAME.view(step.state, viewer)["game"]
            own = set() if viewer is None else set(deal.hands[viewer])
            assert _cards_in(game) <= played | laid | own
            assert "dealt" not in game
        assert "games" not in GAME.describe(step.state) or step.state.history


def _cards_in(game: Any) -> set[int]:
    found = {card["value"] for card in game.get("yourHand", ())}
    found |= {card["value"] for card in game.get("lastPlay", {}).get("cards", ())}
    for move in game.get("moves", {}).values():
        found |= set(move.get("cards", ()))
    for hand in game.get("laidOpen", {}).values():
        found |= set(hand)
    return found


def test_names_of_people_go_where_the_protocol_has_them() -> None:
    table = Table("3s", "4s", "5s", "6s 7s").plays(0, "3s").plays(1, "4s").plays(2, "5s")
    before = GAME.view(table.state, 0)
    text = msgspec.json.encode(before)
    views = GAME.peopled(before, {0: Person("Anh"), 2: Person("Bình", connected=False)})
    assert [seat.get("playerName") for seat in views["tourney"]["seats"]] == [
        "Anh", "Player 2", "Bình", "Player 4",
    ]  # fmt: skip
    assert [seat.get("disconnected") for seat in views["tourney"]["seats"]] == [
        None, None, True, None,
    ]  # fmt: skip
    assert views["game"]["leaderboard"][0]["playerName"] == "Anh"
    assert views["game"]["players"] == ["Anh", "Player 2", "Bình", "Player 4"]
    assert msgspec.json.encode(before) == text


def test_finished_games_can_be_read_by_people_and_programs() -> None:
    table = Table("3s", "4s", "5s", "6s 7s").plays(0, "3s").passes(1).plays(2, "5s")
    assert GAME.describe(table.state) == {} and GAME.exports(table.state, {}) == {"txt": ""}
    table.passes(3).plays(3, "6s").passes(1).plays(3, "7s")
    game = GAME.describe(table.state)["games"][0]
    assert game["moves"] == [[0, 0], [1], [2, 8], [3], [3, 12], [1], [3, 16]]
    assert game["dealt"][3] == list(cards("6s 7s"))
    text = GAME.exports(table.state, {0: "Anh"})["txt"]
    assert "Anh: 3♠" in text and "Player 2: pass" in text and "Anh 4, Player 3 2" in text


def test_the_commands_are_those_of_the_protocol() -> None:
    play = msgspec.json.decode(b'{"cards":[{"rank":3,"suit":0,"value":0}]}', type=Play)
    assert [card.value for card in play.cards] == [0]
    assert msgspec.json.decode(b"{}", type=Pass) == Pass()
    claim = msgspec.json.decode(b'{"playerName":"Anh","seatPosition":null}', type=ClaimSeat)
    assert claim == ClaimSeat("Anh", None)
    actions = {command.action.partition("/")[2] for command in GAME.commands}
    assert actions == {
        "claim_seat", "leave", "add_bot", "kick_bot", "ready", "reset", "play", "pass",
    }  # fmt: skip
