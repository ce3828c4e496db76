// Reads what redis/outbox/next.lua takes from the queue of a chat. Names of items: `approval/<address>/<key>`,
// `stray|superseded/<address>/<message>/<key>`, `reply|live/<address>/…`, `reminder/<address>/<number>/<key>`.
import type { AskedReason } from '../../approvals/approval-store.ts';
import { parseAddress } from '../../audience/chat-book.ts';
import type { Next, OutboxItem } from '../../deliver/outbox-store.ts';
import { readShown, type Shown } from '../../deliver/shown.ts';
import type { Message } from '../../message/message.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { readEntry } from '../scripts/window-entry.ts';

/** What is stored beside an item that is not made from state. */
export interface Payload {
  readonly message: Message;
  readonly editing?: number;
  /** The question that this message asks: what its answer decides. */
  readonly asks?: AskedReason;
}

export function readNext([kind, ...rest]: string[]): Next {
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
    return { kind: 'item', item: readItem(rest) };
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
    address: parseAddress(address),
    window: { entries, overflow },
    partsSent: Number(parts),
  };
}

function readItem([
  name = '',
  payload = '',
  sentAs = '',
  how,
  tries,
  ofCopy,
]: string[]): OutboxItem {
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
        ...readReason(payload),
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
      const { message, editing, asks } = JSON.parse(payload) as Payload;
      const target = editing === undefined ? known : { messageId: editing };
      return { kind, ...common, payload, message, ...target, ...defined({ asks }) };
    }
    default:
      throw new JobwireError('bug', `the queue holds "${name}", which nobody knows how to send`);
  }
}

function shownIn(text: string | undefined): { readonly shown?: Shown } {
  const shown = readShown(text);
  return shown === undefined ? {} : { shown };
}

/** Of the request that its copy shows; of a copy that an earlier jobwire wrote down, too. */
function versionIn(text = ''): { readonly version?: number } {
  const [, version] = /^(\d+):/.exec(text) ?? [];
  return version === undefined ? {} : { version: Number(version) };
}

/** Why a request is shown where it is, if there is a reason to name. */
function readReason(payload: string): { readonly insteadOf?: string } {
  return payload === '' ? {} : (JSON.parse(payload) as { insteadOf?: string });
}
