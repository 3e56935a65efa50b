/** Chess on boardgame.io, as its documentation advises: a game is a page of pure functions over a
 * state that is plain JSON, here the position. chess.js judges moves, nothing is undone, matches are
 * kept in memory. `node servers/boardgame.js PORT` */
import { INVALID_MOVE } from "boardgame.io/dist/cjs/core.js";
import { Server } from "boardgame.io/dist/cjs/server.js";
import { Chess, DEFAULT_POSITION } from "chess.js";

const game = {
  name: "chess",
  minPlayers: 2,
  maxPlayers: 2,
  disableUndo: true,
  setup: () => ({ fen: DEFAULT_POSITION, result: null }),
  turn: { minMoves: 1, maxMoves: 1 },
  moves: {
    move: ({ G }, uci) => {
      const chess = new Chess(G.fen);
      try {
        chess.move({ from: uci.slice(0, 2), to: uci.slice(2, 4), promotion: uci[4] });
      } catch {
        return INVALID_MOVE;
      }
      G.fen = chess.fen();
      if (chess.isCheckmate()) G.result = "mate";
      else if (chess.isStalemate() || chess.isInsufficientMaterial()) G.result = "draw";
    },
    resign: ({ G }) => {
      G.result = "resigned";
    },
  },
  endIf: ({ G }) => (G.result ? { result: G.result } : undefined),
};

Server({ games: [game], origins: [] }).run(Number(process.argv[2]));
