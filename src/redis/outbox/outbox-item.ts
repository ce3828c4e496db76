// Reads what redis/outbox/next.lua takes from the queue of a chat. Names of items: `approval/<address>/<key>`,
// `stray|superseded/<address>/<message>/<key>`, `reply|live/<address>/…`, `reminder/<address>/<number>/<key>`,
// `card/<address>/<job key>`, `alert/<address>/<position>`, `bundle/<address>/<number>`, `list/<address>/<token>`,
// `log/<address>/<job id>`.
import { z } from 'zod';
import type { MessageSubject } from '../../approvals/approval-store.ts';
import { decodeBundle } from '../../approvals/bundles.ts';
import { shownListSchema } from '../../approvals/selections.ts';
import { parseAddress } from '../../audience/chat-book.ts';
import type { Next, OutboxItem } from '../../deliver/outbox-store.ts';
import { readShown, type Shown } from '../../deliver/shown.ts';
import { wholeLogWishSchema } from '../../jobs/whole-log.ts';
import { messageSchema } from '../../message/message.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import { createDecoder, type StoredAt, unreadable } from '../../runtime/stored/decoder.ts';
import { readEntry, readWindowKey } from '../scripts/window-entry.ts';

/** The question of a message, which a reply answers. */
const asksSchema = z
  .object({
    kind: z.literal('question').exactOptional(),
    approvalId: z.string(),
    /** Missing in data of former versions. */
    version: z.number().exactOptional(),
    verdict: z.enum(['approve', 'deny']),
    userId: z.number().exactOptional(),
  })
  .readonly();

const payloadSchema = z
  .object({
    message: messageSchema,
    editing: z.number().exactOptional(),
    asks: asksSchema.exactOptional(),
    list: shownListSchema.exactOptional(),
  })
  .readonly();

/** What is stored beside an item that is not made from state. */
export type Payload = z.infer<typeof payloadSchema>;

export const decodePayload = createDecoder('message that waits for a chat', payloadSchema);
const decodeWish = createDecoder('wish for a log', wholeLogWishSchema);
export const decodeReason = createDecoder(
  'reason to show a request elsewhere',
  z.object({ insteadOf: z.string().exactOptional() }).readonly(),
);

/** `payloads`: the key that holds what is stored beside the items of the chat. */
export function readNext([kind, ...rest]: string[], payloads: string): Next {
  if (kind === 'lost') return { kind };
  if (kind === 'idle') {
    const [nextMs, urgency] = rest;
    return {
      kind,
      nextMs: nextMs ? Number(nextMs) : undefined,
      urgency: urgency === 'urgent' ? 'urgent' : 'news',
    };
  }
  if (kind === 'window') return { kind: 'item', item: readWindow(rest) };
  try {
    return { kind: 'item', item: readItem(rest, payloads) };
  } catch (error) {
    const [name = '', payload = ''] = rest;
    return { kind: 'unreadable', name, payload, reason: messageOf(error) };
  }
}

function readWindow([address = '', parts, groups, ...rest]: string[]): OutboxItem {
  const overflow = new Map<string, number>();
  const entriesFrom = Number(groups) * 2;
  for (let at = 0; at < entriesFrom; at += 2) {
    overflow.set(rest[at] ?? '', Number(rest[at + 1]));
  }
  const entries = rest.slice(entriesFrom).map(readEntry);
  return {
    kind: 'window',
    ...readWindowKey(address),
    window: { entries, overflow },
    partsSent: Number(parts),
  };
}

function readItem(
  [name = '', payload = '', sentAs = '', how, tries, ofCopy]: string[],
  payloads: string,
): OutboxItem {
  const at = { key: payloads, field: name };
  const [kind, address = '', ...rest] = name.split('/');
  const common = { name, address: parseAddress(address) };
  const known = sentAs === '' ? {} : { messageId: Number(sentAs) };
  const copy = { ...shownIn(how), failedTries: Number(tries), isStray: kind === 'stray' };
  const version = versionIn(ofCopy);
  switch (kind) {
    case 'approval':
      return {
        kind,
        ...common,
        ...copy,
        ...known,
        ...readReason(payload, at),
        ...version,
        approvalId: rest.join('/'),
      };
    case 'stray':
    case 'superseded':
      return {
        kind: 'approval',
        ...common,
        ...copy,
        approvalId: rest.slice(1).join('/'),
        messageId: Number(rest[0]),
        ...version,
        ...(kind === 'superseded' ? { isSuperseded: true } : {}),
      };
    case 'reminder':
      return {
        kind,
        ...common,
        ...shownIn(how),
        ...version,
        approvalId: rest.slice(1).join('/'),
        ...(sentAs === '' ? {} : { replyTo: Number(sentAs) }),
      };
    case 'reply':
    case 'live': {
      const { message, editing, asks, list } = decodePayload(payload, at);
      const target = editing === undefined ? known : { messageId: editing };
      const about = { ...readAsks(asks), ...defined({ list }) };
      return { kind, ...common, payload, message, ...target, ...about };
    }
    default:
      return readChanging([name, payload, sentAs, how, tries], at);
  }
}

/** What shows a state that changes: of several requests, a list of them, a failure, a job. */
function readChanging(
  [name = '', payload = '', sentAs = '', , tries]: readonly (string | undefined)[],
  at: StoredAt,
): OutboxItem {
  const [kind, address = '', ...rest] = name.split('/');
  const common = { name, address: parseAddress(address) };
  const known = sentAs === '' ? {} : { messageId: Number(sentAs) };
  switch (kind) {
    case 'log':
      return { kind, ...common, payload, wish: decodeWish(payload, at) };
    case 'bundle': {
      const bundle = decodeBundle(payload, at);
      return { kind, ...common, ...known, bundle, failedTries: Number(tries) };
    }
    case 'list':
      return { kind, ...common, ...known, token: rest.join('/') };
    case 'alert':
      return { kind, ...common, ...known, position: rest.join('/') };
    case 'card':
      return { kind, ...common, ...known, job: rest.join('/') };
    default:
      throw unreadable('item to send', at, {
        at: '',
        problem: `expected one of ${KINDS.join(', ')}`,
      });
  }
}

const KINDS = [
  ...[
    'approval',
    'bundle',
    'stray',
    'superseded',
    'reminder',
    'card',
    'alert',
    'list',
    'reply',
    'live',
    'log',
  ],
];

function shownIn(text: string | undefined): { readonly shown?: Shown } {
  const shown = readShown(text);
  return shown === undefined ? {} : { shown };
}

/** Of the request that its copy shows; of a copy that an earlier jobwire wrote down, too. */
function versionIn(text = ''): { readonly version?: number } {
  const [, version] = /^(\d+):/.exec(text) ?? [];
  return version === undefined ? {} : { version: Number(version) };
}

/** A question without a version is about its request; its answer decides nothing. */
function readAsks(asks: z.infer<typeof asksSchema> | undefined): {
  readonly asks?: MessageSubject;
} {
  if (asks === undefined) return {};
  const { approvalId, version } = asks;
  if (version === undefined) return { asks: { kind: 'request', approvalId } };
  return { asks: { ...asks, kind: 'question', version } };
}

/** Why a request is shown at this address, if there is a special reason. */
function readReason(payload: string, at: StoredAt): { readonly insteadOf?: string } {
  return payload === '' ? {} : decodeReason(payload, at);
}
