/** Chess on Colyseus, served as its documentation advises: the state is a schema that the room
 * synchronises, moves are messages, chess.js judges them. In the default 50 ms rhythm nobody would
 * hear of a move sooner, so patches leave with each move. `node servers/colyseus.js PORT` */
import { Room, Server } from "@colyseus/core";
import { schema, t } from "@colyseus/schema";
import { WebSocketTransport } from "@colyseus/ws-transport";
import { Chess } from "chess.js";

const Table = schema(
  { fen: t.string(), move: t.string(), result: t.string(), game: t.uint16() },
  "Table",
);

class ChessRoom extends Room {
  patchRate = null;
  chess = new Chess();
  /** @type {string[]} Session ids of White and Black; whoever comes later watches. */
  players = [];
  wishes = new Set();
  messages = {
    move: (client, uci) => this.move(client, uci),
    resign: (client) => this.resign(client),
    rematch: (client) => this.rematch(client),
  };

  onCreate() {
    this.state = new Table();
    this.begin();
  }

  onJoin(client) {
    if (this.players.length < 2) this.players.push(client.sessionId);
  }

  begin() {
    this.chess.reset();
    this.wishes.clear();
    this.state.fen = this.chess.fen();
    this.state.move = "";
    this.state.result = "";
    this.state.game = (this.state.game ?? 0) + 1;
  }

  move(client, uci) {
    const turn = this.chess.turn() === "w" ? 0 : 1;
    if (this.state.result || client.sessionId !== this.players[turn]) return this.refuse(client);
    try {
      this.chess.move({ from: uci.slice(0, 2), to: uci.slice(2, 4), promotion: uci[4] });
    } catch {
      return this.refuse(client);
    }
    this.state.move = uci;
    this.state.fen = this.chess.fen();
    this.state.result = result(this.chess);
    this.broadcastPatch();
  }

  resign(client) {
    if (!this.players.includes(client.sessionId)) return this.refuse(client);
    this.state.result = "resigned";
    this.broadcastPatch();
  }

  rematch(client) {
    if (!this.state.result || !this.players.includes(client.sessionId)) return this.refuse(client);
    this.wishes.add(client.sessionId);
    if (this.wishes.size < 2) return;
    this.players.reverse();
    this.begin();
    this.broadcastPatch();
  }

  refuse(client) {
    client.send("refused", "This cannot be done now.");
  }
}

/** What ends a game by itself; repetitions and fifty moves are for the players to claim. */
function result(chess) {
  if (chess.isCheckmate()) return "mate";
  return chess.isStalemate() || chess.isInsufficientMaterial() ? "draw" : "";
}

const server = new Server({ transport: new WebSocketTransport(), greet: false });
server.define("chess", ChessRoom);
await server.listen(Number(process.argv[2]), "127.0.0.1");
