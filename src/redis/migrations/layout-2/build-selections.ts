// Selections: a list of ids before, of keys and versions now. They keep their places and their end.
import { z } from 'zod';
import type { Listed } from '../../../approvals/selections.ts';
import { createDecoder } from '../../../runtime/stored/decoder.ts';
import type { Former, Staging } from '../migration.ts';
import { namesUnder } from '../pages.ts';
import type { RequestKeys } from './build-requests.ts';

const decodeIds = createDecoder('list of ids', z.array(z.string()));

/** What no request is known by: a place that it has in a list stays a place. */
const NOTHING = '';

export async function buildSelections(
  former: Former,
  next: Staging,
  requests: RequestKeys,
): Promise<void> {
  const { redis, prefix } = former;
  for await (const token of namesUnder(redis, `${prefix}selection:`)) {
    const name = `selection:${token}`;
    const { ids, ...fields } = await redis.hgetall(prefix + name);
    if (ids === undefined) continue;
    const listed = decodeIds(ids, { key: prefix + name, field: 'ids' }).map(
      (id): Listed => ({ key: requests.keyOf(id) ?? NOTHING, version: 1 }),
    );
    const stored = { ...fields, ids: JSON.stringify(listed) };
    await next.add('HSET', name, ...Object.entries(stored).flat());
    await next.keepExpiry(name, name);
    await next.remove(name);
  }
}
