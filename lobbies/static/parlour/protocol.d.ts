/**
 * What a client may send, and how it may be refused: made by `manage.py wire` from the types that
 * decode it. Not to be changed by hand. The document is described in wire.d.ts.
 */

/** Says which build the client runs. */
export interface Hello {
  gameVersion: string;
}

/** Asks for the whole document. */
export type Sync = Record<string, never>;

/** Asks for the whole document (the name Tiến Lên clients use). */
export type GameSync = Record<string, never>;

/** Takes a chair: the one named, or the first free one. */
export interface Sit {
  seat?: number | null;
}

/** Leaves the chair and watches. */
export type Stand = Record<string, never>;

/** Watches: leaves the chair if there is one. */
export type Spectate = Record<string, never>;

/** Is ready to start, or not any more. */
export interface Ready {
  ready?: boolean;
}

/** Starts the game with those who sit. */
export type Start = Record<string, never>;

/** Changes the lobby's name, visibility or the game's options (a patch). */
export interface SetOptions {
  name?: string | null;
  visibility?: "private" | "public" | null;
  options?: Record<string, boolean | number | string>;
}

/** Hands the host's powers over. */
export interface Host {
  playerId: string;
}

/** Shows somebody out; with `ban`, for good. */
export interface Kick {
  playerId: string;
  ban?: boolean;
}

/** Takes somebody's voice in the chat, or gives it back. */
export interface Mute {
  playerId: string;
  muted?: boolean;
}

/** Makes a new invitation; the old one opens nothing any more. */
export type Invite = Record<string, never>;

/** Closes the lobby. */
export type Close = Record<string, never>;

/** Says a line in the chat. */
export interface Say {
  text: string;
}

/** Reports a chat line to the staff. */
export interface ReportLine {
  messageId: number;
  reason?: string;
}

/** The heartbeat; answered by `pong` with the same timestamp. */
export interface Ping {
  timestamp?: number | null;
}

/** Somebody is writing: shown to the others, never stored. */
export type Typing = Record<string, never>;

/** A move in UCI notation: `e2e4`, `e7e8q`; castling is the king's move, `e1g1`. */
export interface ChessMove {
  uci: string;
}

/** Exactly one of the four: offer a draw, accept or decline the other's offer, claim one. */
export interface ChessDraw {
  offer?: boolean;
  accept?: boolean;
  decline?: boolean;
  claim?: boolean;
}

/** Give the game up. */
export type ChessResign = Record<string, never>;

/** End the game without a result, before both have moved. */
export type ChessAbort = Record<string, never>;

/** Take the win from an opponent who stayed away. */
export type ChessClaim = Record<string, never>;

/** After the end: offer another game with colours swapped, or agree to one. */
export type ChessRematch = Record<string, never>;

/** Roll the dice: as often as one's turn goes on. */
export type DiceRoll = Record<string, never>;

/** Begin the next round, when the last one is over. */
export type DiceNewRound = Record<string, never>;

/** The host ends the game between two rounds, and its secret is shown. */
export type DiceFinish = Record<string, never>;

/**
 * Take a seat: the one named, or the first free one. Claiming one's own again is fine.
 *
 * `player_name`: what the player wants to be called from now on.
 */
export interface TienlenClaimSeat {
  playerName?: string;
  seatPosition?: number | null;
}

/** Leave the seat: before the first game it is free again, later a computer player plays on. */
export type TienlenLeave = Record<string, never>;

/** Ready for the next game of the tournament. */
export type TienlenReady = Record<string, never>;

/** The host or the staff begin the tournament anew: who is here stays, the points go. */
export type TienlenReset = Record<string, never>;

/** Play these cards: lead them, or beat the last play with them. */
export interface TienlenPlay {
  cards: TienlenCard[];
}

/** A card on the wire. Only `value` is read; rank and suit follow from it. */
export interface TienlenCard {
  value: number;
  rank?: number | string | null;
  suit?: number | string | null;
}

/** Let this trick go by. */
export type TienlenPass = Record<string, never>;

/** The commands of every lobby: the payload of each action. */
export interface LobbyCommands {
  "lobby/hello": Hello;
  "lobby/sync": Sync;
  "game/sync": GameSync;
  "lobby/sit": Sit;
  "lobby/stand": Stand;
  "lobby/spectate": Spectate;
  "lobby/ready": Ready;
  "lobby/start": Start;
  "lobby/options": SetOptions;
  "lobby/host": Host;
  "lobby/kick": Kick;
  "lobby/mute": Mute;
  "lobby/invite": Invite;
  "lobby/close": Close;
  "chat/say": Say;
  "chat/report": ReportLine;
  ping: Ping;
  "lobby/typing": Typing;
}

/** The commands of chess: the payload of each action. */
export interface ChessCommands {
  "game/move": ChessMove;
  "game/draw": ChessDraw;
  "game/resign": ChessResign;
  "game/abort": ChessAbort;
  "game/claim": ChessClaim;
  "game/rematch": ChessRematch;
}

/** The commands of dice: the payload of each action. */
export interface DiceCommands {
  "game/roll": DiceRoll;
  "game/new_round": DiceNewRound;
  "game/finish": DiceFinish;
}

/** The commands of tienlen: the payload of each action. */
export interface TienlenCommands {
  "tourney/claim_seat": TienlenClaimSeat;
  "tourney/leave": TienlenLeave;
  "tourney/ready": TienlenReady;
  "tourney/reset": TienlenReset;
  "game/play": TienlenPlay;
  "game/pass": TienlenPass;
}

/** Each game's own commands, by its kind. */
export interface Games {
  chess: ChessCommands;
  dice: DiceCommands;
  tienlen: TienlenCommands;
}

/** What a lobby of this kind understands. */
export type CommandsOf<K extends keyof Games> = LobbyCommands & Games[K];

/** A command on the wire. `v`: the version its sender saw. */
export interface Envelope<K extends keyof Games, A extends keyof CommandsOf<K>> {
  action: A;
  payload?: CommandsOf<K>[A];
  ref?: string;
  v?: number;
}

export type ErrorCode =
  | "INVALID_JSON"
  | "INVALID_MESSAGE"
  | "UNKNOWN_ACTION"
  | "TOO_LARGE"
  | "RATE_LIMITED"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "STALE_STATE"
  | "NOT_YOUR_TURN"
  | "INVALID_MOVE"
  | "CANT_PASS"
  | "SEAT_TAKEN"
  | "INVALID_SEAT"
  | "SEAT_EMPTY"
  | "TOURNEY_FULL"
  | "TOURNEY_IN_PROGRESS"
  | "NOT_IN_TOURNEY"
  | "INVALID_STATE"
  | "NO_ACTIVE_GAME"
  | "NOT_A_BOT"
  | "LEASED"
  | "CONFLICT"
  | "INTERNAL_ERROR";

export type CloseCode = 1012 | 4400 | 4401 | 4403 | 4404 | 4408 | 4413 | 4429;
