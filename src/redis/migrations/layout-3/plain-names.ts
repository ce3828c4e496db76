// Layout 3: keys, fields and states have the field's names. What they hold stays as it was.
import { z } from 'zod';
import { createDecoder } from '../../../runtime/stored/decoder.ts';
import type { Former, Migration, Staging } from '../migration.ts';
import { hashFields, namesUnder } from '../pages.ts';

const RENAMED = { 'approvals:unheard': 'approvals:acknowledgements-due' } as const;
/** Of every key that begins so, only that. */
const BEGINNINGS = {
  'approvals:awaiting:': 'approvals:unacknowledged:',
  'buried:': 'dead-lettered:',
} as const;
const STATES = { awaited: 'pending', picked_up: 'picked_up', unheard: 'missing' } as const;

const decodeReception = createDecoder(
  'reception of a decision',
  z.looseObject({ kind: z.enum(['awaited', 'picked_up', 'unheard']) }),
);

export const plainNames: Migration = {
  to: 3,
  async build(former, next) {
    for (const [from, name] of Object.entries(RENAMED)) await rename(from, name, { former, next });
    for (const [begins, beginning] of Object.entries(BEGINNINGS)) {
      for await (const rest of namesUnder(former.redis, former.prefix + begins)) {
        await rename(begins + rest, beginning + rest, { former, next });
      }
    }
    await buildApprovals(former, next);
    await buildTrying(former, next);
  },
};

interface Build {
  readonly former: Former;
  readonly next: Staging;
}

/** With all that it holds and its expiry. */
async function rename(from: string, name: string, { former, next }: Build): Promise<void> {
  if ((await former.redis.exists(former.prefix + from)) === 0) return;
  await next.copy(from, name);
  await next.remove(from);
}

/** The field `reception` of a request. */
async function buildApprovals({ redis, prefix }: Former, next: Staging): Promise<void> {
  const seen = new Set<string>();
  for await (const id of namesUnder(redis, `${prefix}approval:`)) {
    // Beside it lie its copies, its trail and more.
    if (id.includes(':') || seen.has(id)) continue;
    seen.add(id);
    const name = `approval:${id}`;
    const key = prefix + name;
    const text = await redis.hget(key, 'reception');
    if (text === null) continue;
    const { kind, ...more } = decodeReception(text, { key, field: 'reception' });
    const { reception: _, ...fields } = await redis.hgetall(key);
    const acknowledgement = JSON.stringify({ ...more, kind: STATES[kind] });
    await next.add('HSET', name, ...Object.entries({ ...fields, acknowledgement }).flat());
    await next.remove(name);
  }
}

const FORMER_FIELD = / careful$/;

/** How many messages of a source are taken one by one: `<source> careful`. */
async function buildTrying({ redis, prefix }: Former, next: Staging): Promise<void> {
  const name = 'trying';
  for await (const [field, value] of hashFields(redis, prefix + name)) {
    await next.add('HSET', name, field.replace(FORMER_FIELD, ' to-isolate'), value);
  }
  await next.remove(name);
}
