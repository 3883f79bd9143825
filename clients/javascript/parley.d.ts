/** What a message says; the gateway's documentation has the other types. */
export interface Content {
  type: 'text' | 'image' | 'file' | 'audio' | 'location' | 'system';
  text?: string;
  attachment?: { url: string; name?: string; mimeType?: string; size?: number };
  location?: { latitude: number; longitude: number; name?: string };
  system?: { change: string; userIds?: string[] };
}

export interface Message {
  conversationId: string;
  /** `<conversationId>:<seq>` */
  messageId: string;
  /** Place in the conversation, from 1, without holes. */
  seq: number;
  senderId: string;
  clientMessageId: string;
  /** Absent when the message is deleted. */
  content?: Content;
  replyToSeq?: number;
  mentions?: string[];
  sentAt: string;
  /** 1 for what was never changed; of two, the higher one is newer. */
  version: number;
  editedAt?: string;
  deletedAt?: string;
  pinnedAt?: string;
  reactions?: { emoji: string; count: number; userIds: string[] }[];
}

export interface Accepted {
  conversationId: string;
  messageId: string;
  seq: number;
  sentAt: string;
}

export interface HistoryPage {
  conversationId: string;
  messages: Message[];
  moreBefore: boolean;
  moreAfter: boolean;
  firstSeq?: number;
}

/** Archived conversations do not count. */
export interface Unread {
  /** In conversations that are not muted. */
  messages: number;
  /** How many conversations they are in. */
  conversations: number;
  mutedMessages: number;
}

export type Status =
  | { state: 'connecting'; attempt: number }
  /** Connected; what was missed is on its way. */
  | { state: 'catching-up' }
  | { state: 'online' }
  | { state: 'offline'; attempt: number; reason: string; retryInMs: number }
  /** Nothing more is tried. */
  | { state: 'closed'; reason: string; code?: number; message?: string };

export interface Events {
  /** Each message once, in the order of its conversation; own ones too. */
  message: Message;
  status: Status;
  /** Everything missed has been told. What was changed meanwhile is seen by reading it again. */
  synced: object;
  /** A conversation that was not known; as `conversation:list` has it. */
  added: object;
  gone: { conversationId: string };
  /** How somebody who is watched is now, or oneself; never older than what was told before. */
  presence: Presence;
  /** These are not watched any more, because the server does not want to. */
  unwatched: { userIds: string[]; failure: ParleyError };
  /** `sync` was refused for good. */
  failed: ParleyError;
}

export interface Presence {
  userId: string;
  /** `invisible` only of oneself. */
  status: 'online' | 'away' | 'dnd' | 'invisible' | 'offline';
  text?: string;
  /** Until when status and text are chosen. */
  expiresAt?: string;
  /** Only while `offline`, and not of who never was here. */
  lastSeen?: string;
  revision: number;
}

export interface ParleyOptions {
  /** `wss://…/ws`, or what says it at each connect. */
  url: string | (() => string);
  /** Called at each connect. An error with `retryable: false` ends the client. */
  getToken: () => Promise<string>;
  /** From `positions()` of an earlier life: what came since is told. Default: nothing old is. */
  positions?: Record<string, number>;
  /** Default `globalThis.WebSocket`. */
  webSocket?: new (url: string, protocols: string[]) => unknown;
  reconnectMinMs?: number;
  reconnectMaxMs?: number;
  readyWithinMs?: number;
  requestTimeoutMs?: number;
  retryMinMs?: number;
  retryMaxMs?: number;
  giveUpAfterMs?: number;
  maxWaiting?: number;
  maxInFlight?: number;
  maxEarly?: number;
  holeWaitMs?: number;
}

export class ParleyError extends Error {
  constructor(code: string, message: string, retryable: boolean, retryAfterMs?: number);
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
}

export class ParleyClient {
  constructor(options: ParleyOptions);
  readonly status: Status;
  readonly userId: string | undefined;
  connect(): void;
  reconnect(): void;
  close(): void;
  /** Any other event of the server has its own name and params. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void;
  on(event: string, listener: (params: any) => void): () => void;
  positions(): Record<string, number>;
  send(
    conversationId: string,
    content: string | Content,
    extra?: { clientMessageId?: string; replyToSeq?: number; mentions?: string[] },
  ): Promise<Accepted>;
  history(
    conversationId: string,
    page?: { beforeSeq?: number; afterSeq?: number; aroundSeq?: number; limit?: number },
  ): Promise<HistoryPage>;
  /** How much is unread altogether. */
  unread(): Promise<Unread>;
  /** `presence` events tell how these users are; again after every loss of a connection. */
  watch(userIds: string[]): void;
  unwatch(userIds: string[]): void;
  /** How a user who is watched is, or oneself; undefined when that is not known. */
  presence(userId: string): Presence | undefined;
  call(method: string, params?: object): Promise<any>;
}
