// What waits for chats and what is shown there: names of items have the id of their request in them, and so
// has what a reply to a message decides.
import { z } from 'zod';
import { createDecoder, type StoredAt } from '../../../runtime/stored/decoder.ts';
import type { Former, Staging } from '../migration.ts';
import { hashFields, membersOf, namesUnder } from '../pages.ts';
import { withKey } from './build-lists.ts';
import type { RequestKeys } from './build-requests.ts';

const decodePayload = createDecoder(
  'message that waits for a chat',
  z.looseObject({ asks: z.looseObject({ approvalId: z.string() }).exactOptional() }),
);

interface Outbox {
  /** `out:<chat>:` */
  readonly name: string;
  readonly requests: RequestKeys;
}

export async function buildOutboxes(
  former: Former,
  next: Staging,
  requests: RequestKeys,
): Promise<void> {
  const seen = new Set<string>();
  for await (const name of namesUnder(former.redis, `${former.prefix}out:`)) {
    const [, chat, part] = /^(-?\d+):(queue|taken|payload|messages|asked)$/.exec(name) ?? [];
    if (chat === undefined || part === undefined || seen.has(name)) continue;
    seen.add(name);
    const outbox = { name: `out:${chat}:`, requests };
    switch (part) {
      case 'queue':
        await buildQueue(former, next, outbox);
        break;
      case 'taken':
        await buildTaken(former, next, outbox);
        break;
      case 'asked':
        await buildAsked(former, next, outbox);
        break;
      default:
        await buildItems(former, next, { ...outbox, part });
    }
    await next.remove(`out:${name}`);
  }
}

async function buildQueue(former: Former, next: Staging, { name, requests }: Outbox) {
  for await (const [item, score] of membersOf(former.redis, `${former.prefix}${name}queue`)) {
    const renamed = itemName(item, requests);
    if (renamed !== undefined) await next.add('ZADD', `${name}queue`, score, renamed);
  }
}

/** `<place in the queue> <item>` */
async function buildTaken(former: Former, next: Staging, { name, requests }: Outbox) {
  const taken = (await former.redis.get(`${former.prefix}${name}taken`)) ?? '';
  const cut = taken.indexOf(' ') + 1;
  const item = itemName(taken.slice(cut), requests);
  if (item !== undefined) await next.add('SET', `${name}taken`, taken.slice(0, cut) + item);
}

/** Hashes by item: `messages`, and `payload`, which may ask for a reply. */
async function buildItems(
  former: Former,
  next: Staging,
  { name, part, requests }: Outbox & { readonly part: string },
): Promise<void> {
  const key = former.prefix + name + part;
  for await (const [item, value] of hashFields(former.redis, key)) {
    const renamed = itemName(item, requests);
    if (renamed === undefined) continue;
    const stored = part === 'payload' ? payloadWith(value, { key, field: item }, requests) : value;
    await next.add('HSET', name + part, renamed, stored);
  }
}

function payloadWith(text: string, at: StoredAt, requests: RequestKeys): string {
  const payload = decodePayload(text, at);
  if (payload.asks === undefined) return text;
  const { asks, ...rest } = payload;
  const approvalId = requests.keyOf(asks.approvalId);
  if (approvalId === undefined) return JSON.stringify(rest);
  return JSON.stringify({ ...rest, asks: { ...asks, approvalId, version: 1 } });
}

/**
 * `<verdict> <id>` by message. A message that shows a request had the same as one that asks for a reason, and
 * now it says which it is. Of a reminder nobody wrote down that it is one.
 */
async function buildAsked(former: Former, next: Staging, { name, requests }: Outbox) {
  const shown = new Set<string>();
  for await (const [, message] of hashFields(former.redis, `${former.prefix}${name}messages`)) {
    shown.add(message);
  }
  for await (const [message, text] of hashFields(former.redis, `${former.prefix}${name}asked`)) {
    const asked = withKey(/^(approve |deny )(.*)$/s, text, requests);
    if (asked === undefined) continue;
    const [verdict = '', key = ''] = asked.split(' ');
    const mayBeReminder = verdict === 'deny' && requests.wasReminded(text.slice('deny '.length));
    const kind = shown.has(message) || mayBeReminder ? 'request' : verdict;
    await next.add('HSET', `${name}asked`, message, `${kind} ${key} 1`);
  }
}

/** `undefined` for an item of a request that is not kept. */
function itemName(item: string, requests: RequestKeys): string | undefined {
  const kind = item.slice(0, item.indexOf('/'));
  switch (kind) {
    case 'approval':
      return withKey(/^(approval\/[^/]*\/)(.*)$/s, item, requests);
    case 'stray':
    case 'reminder':
      return withKey(/^([a-z]+\/[^/]*\/[^/]*\/)(.*)$/s, item, requests);
    case 'live':
      // The slot of a tail no longer names the address: that changes when a group becomes a supergroup.
      return item.replace(/^(live\/([^/]*)\/tail\/)\2\//, '$1');
    default:
      return item;
  }
}
