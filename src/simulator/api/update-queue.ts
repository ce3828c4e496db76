// Updates that the bot has not confirmed yet.
import type { Clock } from '../../runtime/clock.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';
import type { UpdateSink } from '../world/state.ts';

export interface Update extends ApiObject {
  readonly update_id: number;
}

export interface UpdateQueue extends UpdateSink {
  /** The oldest `limit` updates; they stay until confirmed. */
  peek(limit: number): readonly Update[];
  /** Confirms everything below `offset`; a negative `offset` keeps that many of the newest. */
  confirmBelow(offset: number): void;
  confirmOne(updateId: number): void;
  dropAll(): void;
  readonly pending: number;
  /** Kinds to queue from now on; empty: the default ones. */
  allow(kinds: readonly string[]): void;
  readonly allowed: readonly string[];
  /** Calls `listener` after every new update, until the returned function is called. */
  follow(listener: () => void): () => void;
}

/** Unconfirmed updates are dropped after 24 hours. */
export const KEPT_MS = 24 * 60 * 60 * 1_000;
/** Telegram sends these only on request. */
const UNUSUAL = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

export function createUpdateQueue({ clock }: { readonly clock: Clock }): UpdateQueue {
  let queue: { readonly update: Update; readonly at: number }[] = [];
  let newest = 100_000_000 + Math.floor(clock.random() * 100_000_000);
  let allowed: readonly string[] = [];
  const listeners = new Set<() => void>();

  function isWanted(kind: string): boolean {
    return allowed.length === 0 ? !UNUSUAL.has(kind) : allowed.includes(kind);
  }

  function peek(limit: number): readonly Update[] {
    const oldest = clock.now() - KEPT_MS;
    while (queue[0] !== undefined && queue[0].at < oldest) queue.shift();
    return queue.slice(0, limit).map(({ update }) => update);
  }

  return {
    push(kind, body) {
      if (!isWanted(kind)) return;
      newest += 1;
      queue.push({ update: { update_id: newest, [kind]: body }, at: clock.now() });
      for (const listener of [...listeners]) listener();
    },
    peek,
    confirmBelow(offset) {
      if (offset < 0) queue = queue.slice(offset);
      else queue = queue.filter(({ update }) => update.update_id >= offset);
    },
    confirmOne(updateId) {
      queue = queue.filter(({ update }) => update.update_id !== updateId);
    },
    dropAll() {
      queue = [];
    },
    get pending() {
      return peek(queue.length).length;
    },
    allow(kinds) {
      allowed = kinds;
    },
    get allowed() {
      return allowed;
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
