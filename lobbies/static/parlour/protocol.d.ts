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

/** Gives a computer player of this level the chair named, or the first free one. */
export interface AddBot {
  level: string;
  seat?: number | null;
}

/** Takes the chair of a computer player away. */
export interface RemoveBot {
  seat: number;
}

/** Stops a game between computer players. */
export type Pause = Record<string, never>;

/** Goes on with a game between computer players. */
export type Resume = Record<string, never>;

/** Ends a game between computer players; nobody has won it. */
export type End = Record<string, never>;

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

/**
 * A move in UCI notation: `e2e4`, `e7e8q`, `N@f3` from the hand (Crazyhouse).
 *
 * Castling is the king's move, `e1g1`; in Chess960 king takes rook.
 */
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

/** Take one's own last move back, if the opponent agrees; an answer to it goes too. */
export interface ChessTakeback {
  ask?: boolean;
  accept?: boolean;
  decline?: boolean;
}

/** Stop both clocks, if the opponent agrees, until both want to go on. */
export interface ChessPause {
  ask?: boolean;
  accept?: boolean;
  decline?: boolean;
}

/** Go on after a pause: at once when both say so, else a minute after the first. */
export type ChessResume = Record<string, never>;

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

/** Give a computer player a seat: the one named, or the first free one. */
export interface TienlenAddBot {
  seatPosition?: number | null;
  level?: "greedy" | "sharp";
}

/** Take a computer player's seat away. */
export interface TienlenKickBot {
  seatPosition: number;
}

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

/** Changes properties of things on the table, by id; null in place of a patch removes one. */
export type TabletopUpdate = Record<string, TabletopPatch | null>;

/**
 * Properties of one thing to change; null takes one back to what it is by default.
 *
 * `owner`: in whose colour it is marked: the sender's own seat, or null. `value` is a
 * counter's; `name` a deck's; `text` a note's; `label` and `color` a token's or counter's.
 */
export interface TabletopPatch {
  x?: number;
  y?: number;
  rotation?: number | null;
  faceUp?: boolean | null;
  color?: number | null;
  label?: string | null;
  text?: string | null;
  value?: number | null;
  name?: string | null;
  owner?: number | null;
  locked?: boolean | null;
}

/**
 * Lays things where they shall be, on top of everything (or below).
 *
 * Several keep the order in which they lay one above the other. Decks too, one's own and those
 * that lie there for all. `rotation`: of all of them, if said.
 */
export interface TabletopDrop {
  at: Record<string, [number, number]>;
  bottom?: boolean;
  rotation?: number | null;
}

/** Takes cards from the table into one's own tray. */
export interface TabletopTake {
  ids: string[];
}

/** Turns cards, or whole decks, over. */
export interface TabletopFlip {
  ids: string[];
}

/** Turns things by an angle: 90 taps a card, -90 untaps it. */
export interface TabletopTurn {
  ids: string[];
  by?: number;
}

/** Makes cards (and decks without an owner) one deck, where the lowest lies. */
export interface TabletopGroup {
  ids: string[];
  name?: string;
}

/** Looks at face-down cards on the table; everybody is told who looks at which. */
export interface TabletopPeek {
  ids: string[];
}

/** Looks no more. */
export interface TabletopHide {
  ids: string[];
}

/**
 * Brings something new to the table: `count` of a kind, side by side.
 *
 * `face`, `image`, `back`, `face_up`: a card's; `image` also a picture's. `sides`: a
 * die's. `value`: what a counter begins with.
 */
export interface TabletopAdd {
  kind: "card" | "counter" | "die" | "image" | "note" | "token";
  x?: number;
  y?: number;
  count?: number;
  color?: number;
  label?: string;
  text?: string;
  value?: number;
  sides?: number;
  face?: string | null;
  image?: string | null;
  back?: string | null;
  faceUp?: boolean;
}

/** Rolls dice. */
export interface TabletopRoll {
  ids: string[];
}

/** Counts a counter up or down. Two who do it at once are both counted. */
export interface TabletopCount {
  id: string;
  by?: number;
}

/** Takes back one's own last action, if nobody has built on it and chance had no part in it. */
export type TabletopUndo = Record<string, never>;

/** Is for showing everything to everybody, or not: it needs all who sit, and ends with one. */
export interface TabletopOpen {
  open?: boolean;
}

/** Clears the table and lays a fresh pack; what is not said is as the options have it. */
export interface TabletopReset {
  pack?: "double" | "none" | "standard" | null;
  jokers?: number | null;
}

/** Clears the table and lays out a set-up that was saved (see `setups`). */
export interface TabletopLoad {
  setup: TabletopSetup;
}

/** A whole table. `parlour`: the version of this form. */
export interface TabletopSetup {
  parlour?: number;
  things?: TabletopSetupThing[];
  decks?: TabletopSetupDeck[];
}

/** A thing as it lies; in a list, what comes later lies above. */
export interface TabletopSetupThing {
  x: number;
  y: number;
  kind?: "card" | "counter" | "die" | "image" | "note" | "token";
  rotation?: number;
  faceUp?: boolean;
  face?: string;
  image?: string | null;
  back?: string | null;
  color?: number;
  label?: string;
  text?: string;
  value?: number;
  sides?: number | null;
  locked?: boolean;
}

/** A deck, the bottom card first unless it is `shuffled`; `seat`: its owner's. */
export interface TabletopSetupDeck {
  x: number;
  y: number;
  cards: TabletopSetupCard[];
  name?: string;
  seat?: number | null;
  rotation?: number;
  faceUp?: boolean;
  shuffled?: boolean;
}

/** A card of a deck, `count` times. */
export interface TabletopSetupCard {
  face?: string;
  image?: string | null;
  back?: string | null;
  count?: number;
}

/** Draws cards from the top (or the bottom) into one's own tray. */
export interface TabletopDraw {
  deck: string;
  count?: number;
  bottom?: boolean;
}

/** Deals `count` cards to each who sits, one after the other round the table. */
export interface TabletopDeal {
  deck: string;
  count?: number;
}

/** Lays the top cards on the table, face up or down; at one point they form a fan. */
export interface TabletopLay {
  deck: string;
  at: [number, number];
  count?: number;
  faceUp?: boolean;
}

/**
 * Puts cards of the table (and decks without an owner) on a deck, or under it.
 *
 * The first given lies deepest, whichever end it is.
 */
export interface TabletopStack {
  deck: string;
  ids: string[];
  bottom?: boolean;
}

/** Shuffles. */
export interface TabletopShuffle {
  deck: string;
}

/** Cuts: `count` cards from the top go under the others; if it is not said, by chance. */
export interface TabletopCut {
  deck: string;
  count?: number | null;
}

/** Spreads a whole deck out on the table, each card `step` further; the deck is gone then. */
export interface TabletopSpread {
  deck: string;
  step?: [number, number];
}

/** Looks at the top cards; everybody is told who looks at how many. */
export interface TabletopLook {
  deck: string;
  count?: number;
}

/** Looks through one's own deck; everybody is told. */
export interface TabletopSearch {
  deck: string;
}

/** Looks into a deck no more. */
export interface TabletopClose {
  deck: string;
}

/** Takes cards one is looking at out of a deck: into the tray, or to a point on the table. */
export interface TabletopPick {
  deck: string;
  cards: number[];
  at?: [number, number] | null;
  faceUp?: boolean;
}

/** Makes a deck that lies there for everybody one's own. */
export interface TabletopClaim {
  deck: string;
}

/** Lays one's own deck there for everybody. */
export interface TabletopShare {
  deck: string;
}

/** Brings a new pack to the table, shuffled and face down: `standard` has 52 cards. */
export interface TabletopNewDeck {
  pack?: "double" | "none" | "standard";
  jokers?: number;
  name?: string;
  back?: string | null;
  x?: number;
  y?: number;
}

/**
 * Brings a deck of one's own from a list: of `cards`, or as `text`, a card a line.
 *
 * A line of text is `4 Island` or `4x Island`, then perhaps an address that begins with
 * https://; empty lines and those that begin with # or // say nothing.
 */
export interface TabletopImport {
  name?: string;
  cards?: TabletopListed[];
  text?: string;
  back?: string | null;
  x?: number;
  y?: number;
}

/** A line of a deck list: a card, how often it is there, and its picture if it has one. */
export interface TabletopListed {
  name: string;
  count?: number;
  image?: string | null;
}

/** Changes what is one's own: `metadata` by a merge patch, `decks` by a patch for each. */
export interface TabletopUpdatePlayer {
  metadata?: Record<string, unknown> | null;
  decks?: Record<string, TabletopPatch | null>;
}

/** Lays cards of one's tray on the table, face up or down; what was further right lies above. */
export interface TabletopPlay {
  at: Record<string, [number, number]>;
  faceUp?: boolean;
  rotation?: number;
}

/** Puts cards of one's tray on top of a deck (or under it); the first given lies deepest. */
export interface TabletopPut {
  cards: string[];
  deck: string;
  bottom?: boolean;
}

/** Passes cards of one's tray to somebody else's. */
export interface TabletopPass {
  cards: string[];
  to: number;
}

/**
 * Shows cards of one's tray (all, if none are named) to one player, or to everybody.
 *
 * They stay shown until they are hidden or leave the tray.
 */
export interface TabletopReveal {
  cards?: string[];
  to?: number | null;
}

/** Hides what was shown of one's tray: the cards named, or all. */
export interface TabletopConceal {
  cards?: string[];
}

/** Puts cards of one's tray in this order, the first given leftmost; others follow them. */
export interface TabletopSort {
  cards: string[];
}

/**
 * Somebody moves things: where they are now, by id; `tray` stands for cards of the tray.
 *
 * Who drags a thing holds it: others can neither drag nor change it until it is dropped or
 * released, or nothing was heard of it for a few seconds. A drag with a `ref` is answered by
 * `ok` or by `LEASED`.
 */
export type TabletopDrag = Record<string, [number, number]>;

/** Somebody lets go of things without having moved them. */
export interface TabletopRelease {
  ids: string[];
}

/** Where somebody points, and what is under it (`tray`, or the id of a thing), if anything. */
export interface TabletopHover {
  at: [number, number];
  over?: string | null;
}

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
  "lobby/add_bot": AddBot;
  "lobby/remove_bot": RemoveBot;
  "lobby/pause": Pause;
  "lobby/resume": Resume;
  "lobby/end": End;
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
  "game/takeback": ChessTakeback;
  "game/pause": ChessPause;
  "game/resume": ChessResume;
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
  "tourney/add_bot": TienlenAddBot;
  "tourney/kick_bot": TienlenKickBot;
  "tourney/ready": TienlenReady;
  "tourney/reset": TienlenReset;
  "game/play": TienlenPlay;
  "game/pass": TienlenPass;
}

/** The commands of tabletop: the payload of each action. */
export interface TabletopCommands {
  "board/update": TabletopUpdate;
  "board/drop": TabletopDrop;
  "board/take": TabletopTake;
  "board/flip": TabletopFlip;
  "board/turn": TabletopTurn;
  "board/group": TabletopGroup;
  "board/peek": TabletopPeek;
  "board/hide": TabletopHide;
  "board/add": TabletopAdd;
  "board/roll": TabletopRoll;
  "board/count": TabletopCount;
  "board/undo": TabletopUndo;
  "board/open": TabletopOpen;
  "board/reset": TabletopReset;
  "board/load": TabletopLoad;
  "deck/draw": TabletopDraw;
  "deck/deal": TabletopDeal;
  "deck/lay": TabletopLay;
  "deck/put": TabletopStack;
  "deck/shuffle": TabletopShuffle;
  "deck/cut": TabletopCut;
  "deck/spread": TabletopSpread;
  "deck/peek": TabletopLook;
  "deck/search": TabletopSearch;
  "deck/close": TabletopClose;
  "deck/pick": TabletopPick;
  "deck/claim": TabletopClaim;
  "deck/share": TabletopShare;
  "deck/add": TabletopNewDeck;
  "deck/import": TabletopImport;
  "player/update": TabletopUpdatePlayer;
  "tray/play": TabletopPlay;
  "tray/put": TabletopPut;
  "tray/pass": TabletopPass;
  "tray/reveal": TabletopReveal;
  "tray/hide": TabletopConceal;
  "tray/sort": TabletopSort;
  "board/drag": TabletopDrag;
  "board/release": TabletopRelease;
  "board/hover": TabletopHover;
}

/** Each game's own commands, by its kind. */
export interface Games {
  chess: ChessCommands;
  dice: DiceCommands;
  tienlen: TienlenCommands;
  tabletop: TabletopCommands;
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
