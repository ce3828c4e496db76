// Reads the state of the whole in one script, and what Redis says of itself.

import type { Redis } from 'ioredis';
import { START } from '../../journal/journal.ts';
import { arrivalMs } from '../../journal/position.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { ReadSystemState, SystemState } from '../../runtime/system-state.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { createLetterCounts } from './letter-counts.ts';
import { createServerFacts, type ServerFacts } from './server-facts.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'journal' | 'prefix'>;
}

const MAX_CHATS = 500;

export function createSystemState({ redis, keys }: Deps): ReadSystemState {
  const script = loadScript<{ maxChats: number }, string[]>(
    new URL('./state.lua', import.meta.url),
    TEXTS,
  );
  const lettersByStage = createLetterCounts({ redis, keys });
  const serverFacts = createServerFacts(redis, async () => String(await redis.call('INFO')));

  async function factsIfAllowed(): Promise<ServerFacts | undefined> {
    try {
      return await serverFacts();
    } catch (error) {
      if (messageOf(error).startsWith('NOPERM')) return undefined;
      throw error;
    }
  }

  return async () => {
    const values = { maxChats: MAX_CHATS };
    const [reply, storage] = await Promise.all([script(redis, { keys, values }), factsIfAllowed()]);
    const { lastLetter, ...state } = readState(reply);
    const deadLettersByStage = await lettersByStage(`${state.deadLetters} ${lastLetter}`);
    return { ...state, deadLettersByStage, ...defined({ storage }) };
  };
}

type StoredState = Omit<SystemState, 'deadLettersByStage'> & { readonly lastLetter: string };

function readState(reply: readonly string[]): StoredState {
  const [now, routed, waiting, chats, lateMs, latest, visited, ...rest] = reply;
  const [asideChats, asideSince, messages, deadLetters, ...more] = rest;
  const [calls, failingChats, failingMs, openApprovals, newest, lastLetter = '', ...kinds] = more;
  const items = kinds.flatMap((kind, at): [string, number][] =>
    at % 2 === 0 ? [[kind, Number(kinds[at + 1])]] : [],
  );
  return {
    routing: {
      routed: routed || START,
      // The clock of Redis may have stepped back since.
      ...(waiting ? { waitingMs: Math.max(0, Number(now) - arrivalMs(waiting)) } : {}),
    },
    sending: {
      chats: Number(chats),
      lateMs: Number(lateMs),
      ...(latest ? { latest: { chatId: latest, isVisited: visited === '1' } } : {}),
    },
    ...(calls === '0'
      ? {}
      : {
          failing: {
            calls: Number(calls),
            chats: Number(failingChats),
            sinceMs: Number(failingMs),
          },
        }),
    putAside: {
      chats: Number(asideChats),
      items: Object.fromEntries(items),
      ...(asideSince ? { since: Number(asideSince) } : {}),
      messages: Number(messages),
    },
    deadLetters: Number(deadLetters),
    lastLetter,
    openApprovals: Number(openApprovals),
    ...(newest ? { newestEventAt: arrivalMs(newest) } : {}),
    clockMs: Number(now),
  };
}
