/**
 * What goes over the wire and what a client holds, as types. In here: the house's part of the
 * document and the envelope of a message. Not in here: any game's own fields.
 */

import type { Games, LobbyCommands } from "./protocol.d.ts";

/** What an action takes: a command of every lobby, or one of any game. */
export type Payload<A extends string> = A extends keyof LobbyCommands
  ? LobbyCommands[A]
  : [PayloadIn<Games[keyof Games], A>] extends [never]
    ? Json
    : PayloadIn<Games[keyof Games], A>;

type PayloadIn<Game, A> = Game extends unknown ? (A extends keyof Game ? Game[A] : never) : never;

/** A JSON object without nulls: what is empty is absent. */
export type Json = { [key: string]: any };

/** A JSON Merge Patch (RFC 7396): null removes. */
export type Patch = { [key: string]: any };

export interface Person {
  name: string;
  role: "host" | "guest";
  connected: boolean;
  seat?: number;
  spectator?: boolean;
  ready?: boolean;
  bot?: string;
  muted?: boolean;
  /** When a player who went away loses the right to come back (server milliseconds). */
  awayUntil?: number;
  gameVersion?: string;
  /** What a game adds: cards in hand, decks of one's own. */
  [own: string]: any;
}

export interface Lobby {
  id: string;
  code: string;
  kind: string;
  name: string;
  status: "waiting" | "playing" | "over" | "closed";
  visibility: "public" | "private";
  host: string;
  options: Json;
  gameVersion: string;
  /** When staff last looked at what is hidden here, if they did: milliseconds. */
  inspectedAt?: number;
}

export interface You {
  playerId: string;
  role: "host" | "guest";
  seat?: number;
  spectator?: boolean;
  invite?: string;
}

export interface Line {
  playerId: string;
  name: string;
  text: string;
  at: number;
}

export interface Message {
  type?: string;
  v?: number;
  /** More messages of this version follow. */
  more?: true;
  ref?: string;
  payload?: any;
  now?: number;
  /** The rest of this change follows in another message with the same `v`. */
  more?: boolean;
}

/** What a refused command rejects with; `message` is a sentence for the player. */
export interface Refusal {
  code: string;
  message: string;
}

export type Word = "connecting" | "live" | "slow" | "reconnecting" | "offline" | "stopped";

/** How the line to the server stands. `slow` is live over plain HTTP. */
export interface Status {
  word: Word;
  /** When the next attempt is made (local milliseconds), while reconnecting. */
  retryAt?: number;
  /** The close code that ended it, when stopped. */
  code?: number;
}

/** Everything a connection takes from its surroundings, so that a test can hand in its own. */
export interface Surroundings {
  open(address: string): SocketLike;
  fetch(path: string, init?: any): Promise<ResponseLike>;
  now(): number;
  random(): number;
  later(run: () => void, milliseconds: number): any;
  cancel(timer: any): void;
  online(): boolean;
  hidden(): boolean;
}

export interface SocketLike {
  readyState: number;
  send(text: string): void;
  close(code?: number): void;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
}

export interface ResponseLike {
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  json(): Promise<any>;
}
