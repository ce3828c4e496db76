// Keeps what messages tell in one short list for each chat (note-origin.lua).
import type { Redis } from 'ioredis';
import type { MessageOrigin, MessageOrigins } from '../../../deliver/origins.ts';
import type { Keys } from '../../scripts/keys.ts';
import { DONE } from '../../scripts/replies.ts';
import { loadScript } from '../../scripts/script.ts';

/** Of a chat; so many Redis keeps flat. */
const KEPT = 128;
const KEPT_MS = 7 * 86_400_000;
const EVENTS = /^e(\d+-\d+) (\d+-\d+)$/;

interface Noted {
  readonly chat: string;
  readonly message: string;
  readonly origin: string;
  readonly kept: number;
  readonly keptMs: number;
}

export function createOrigins(redis: Redis, keys: Keys): MessageOrigins {
  const note = loadScript<Noted, number>(new URL('./note-origin.lua', import.meta.url), DONE);
  return {
    async note(chatId, messageId, origin) {
      const of = { chat: String(chatId), message: String(messageId) };
      const values = { ...of, origin: writeOrigin(origin), kept: KEPT, keptMs: KEPT_MS };
      await note(redis, { keys, values });
    },
    async of(chatId, messageId) {
      const found = await redis.zrangebyscore(keys.origins(chatId), messageId, messageId);
      const [text] = found.map((member) => member.slice(member.indexOf(' ') + 1));
      return text === undefined ? undefined : readOrigin(text);
    },
  };
}

function writeOrigin(origin: MessageOrigin): string {
  switch (origin.kind) {
    case 'events':
      return `e${origin.from} ${origin.to}`;
    case 'job':
      return `j${origin.job}`;
    case 'request':
      return `r${origin.approvalId}`;
    case 'asked':
      return 'a';
  }
}

/** `undefined` for what a newer version wrote. */
function readOrigin(text: string): MessageOrigin | undefined {
  const [, from, to] = EVENTS.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { kind: 'events', from, to };
  if (text.startsWith('j')) return { kind: 'job', job: text.slice(1) };
  if (text.startsWith('r')) return { kind: 'request', approvalId: text.slice(1) };
  return text === 'a' ? { kind: 'asked' } : undefined;
}
