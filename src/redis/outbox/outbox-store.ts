// Implements deliver/outbox and deliver/outbox-store. The queue's layout: redis/outbox/outbox.lua.
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import type { Listed } from '../../approvals/selections.ts';
import { type Address, addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type {
  Held,
  OutboxItem,
  OutboxStore,
  ReportedFailure,
  UnshownCopy,
  Visit,
  Waker,
} from '../../deliver/outbox-store.ts';
import { type Shown, writeShown } from '../../deliver/shown.ts';
import { jobKey } from '../../jobs/job-key.ts';
import type { WholeLogWish } from '../../jobs/whole-log.ts';
import type { Position } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { type PaceLimits, paceLimits } from '../pace/pace.ts';
import { writeAsked } from '../scripts/asked.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE, TEXTS } from '../scripts/replies.ts';
import { loadScript, type Script } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { windowKey } from '../scripts/window-entry.ts';
import { createLending } from './lent/lending.ts';
import { type KeptList, keptList } from './lists/kept-list.ts';
import { type Payload, readNext } from './outbox-item.ts';

/** A visit that is not renewed for so long is over; see RENEW_EVERY_MS. */
const HOLD_MS = 2_000;
/** Items of a chat that are searched for requests that it does not show. */
const MAX_UNSHOWN = 100;

interface OfChat {
  readonly chat: string;
}

interface OfVisit extends OfChat {
  readonly fence: string;
}

interface Queued extends OfChat {
  readonly item: string;
  readonly class: 'reply' | 'live';
  readonly payload: string;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly waker: Waker;
}

export function createOutbox({ redis, keys, clock, waker }: Deps): Outbox {
  const queue = loadScript<Queued, string[]>(new URL('./queue.lua', import.meta.url), TEXTS);
  const retryNow = loadScript<OfChat, string[]>(new URL('./retry-now.lua', import.meta.url), TEXTS);

  function wake(flat: readonly string[]): void {
    for (const { chatId, delayMs } of readWakes(flat)) waker.wake(chatId, delayMs);
  }

  async function put(
    address: Address,
    name: string,
    payload: Payload | WholeLogWish,
  ): Promise<void> {
    const values = {
      chat: String(address.chatId),
      item: name,
      class: name.startsWith('live/') ? ('live' as const) : ('reply' as const),
      payload: JSON.stringify(payload),
    };
    wake(await queue(redis, { keys, values }));
  }

  return {
    post(address, message, options = {}) {
      const payload: Payload = { message, ...options };
      return put(address, `reply/${addressKey(address)}/${clock.token(9)}`, payload);
    },
    live: (address, slot, message) =>
      put(address, `live/${addressKey(address)}/${slot}`, { message }),
    wholeLog(address, wish) {
      const job = jobKey(wish.projectId, wish.jobId);
      return put(address, `log/${addressKey(address)}/${job}`, wish);
    },
    async retry(chatId) {
      wake(await retryNow(redis, { keys, values: { chat: String(chatId) } }));
    },
  };
}

interface StoreDeps extends Pick<Deps, 'redis' | 'keys'> {
  /** Bot API calls a second, for all chats and replicas together. */
  readonly callsPerSecond: number;
}

type Taking = OfVisit & { holdMs: number; isActive: boolean; limits: PaceLimits; held: Held };
type Aside = OfVisit & { item: string; maxMs: number; share: number };
type Left = OfVisit & {
  readonly item: string;
  readonly alone: readonly string[];
  readonly later: readonly string[];
  readonly unused: boolean;
  readonly limits: PaceLimits;
};

function loadScripts() {
  const load = <Values extends object, Reply>(file: string, reply: z.ZodType<Reply>) =>
    loadScript<Values, Reply>(new URL(file, import.meta.url), reply);
  return {
    begin: load<OfChat & { holdMs: number }, string[]>('./begin.lua', TEXTS),
    next: load<Taking, string[]>('./next.lua', TEXTS),
    hold: load<OfVisit & { holdMs: number }, number>('./hold.lua', DONE),
    done: load<Record, number>('./done.lua', DONE),
    leave: load<Left, number>('./bundles/leave.lua', DONE),
    aside: load<Aside, string[]>('./aside.lua', TEXTS),
    pause: load<OfVisit & { ms: number }, number>('./pause.lua', DONE),
    rest: load<OfChat & { ms: number }, number>('../pace/rest.lua', DONE),
    clear: load<OfChat, string[]>('./clear.lua', TEXTS),
    unshown: load<OfChat & { limit: number }, string[]>('./unshown.lua', TEXTS),
    overdue: load<{ lateMs: number; limit: number }, string[]>('./overdue.lua', TEXTS),
  };
}

const ofVisit = ({ chatId, fence }: Visit): OfVisit => ({ chat: String(chatId), fence });

export function createOutboxStore({ redis, keys, callsPerSecond }: StoreDeps): OutboxStore {
  const limits = paceLimits(callsPerSecond);
  const scripts = loadScripts();
  const run = <Values, Reply>(script: Script<Values, Reply>, values: Values) =>
    script(redis, { keys, values });

  return {
    async begin(chatId) {
      const values = { chat: String(chatId), holdMs: HOLD_MS };
      const [fence = '', forMs] = await run(scripts.begin, values);
      return fence === ''
        ? { kind: 'taken', forMs: Number(forMs) }
        : { kind: 'open', visit: { chatId, fence } };
    },
    async next(visit, { isActive, held = {} } = { isActive: true }) {
      const values = { ...ofVisit(visit), holdMs: HOLD_MS, isActive, limits, held };
      return readNext(await run(scripts.next, values), keys.outPayload(visit.chatId));
    },
    async renew(visit) {
      await run(scripts.hold, { ...ofVisit(visit), holdMs: HOLD_MS });
    },
    ...createRecording((record) => run(scripts.done, { ...record, limits })),
    async leaveBundle(visit, { name }, { alone, later, isUnused: unused }) {
      const leaving = { item: name, alone, later, unused, limits };
      return (await run(scripts.leave, { ...ofVisit(visit), ...leaving })) === 1;
    },
    async putAside(visit, item, pause) {
      const name = item.kind === 'window' ? `window/${windowKey(item)}` : item.name;
      const [tries, ms] = await run(scripts.aside, { ...ofVisit(visit), item: name, ...pause });
      return tries === undefined ? undefined : { tries: Number(tries), ms: Number(ms) };
    },
    ...createLending(redis, keys),
    async pause(visit, ms) {
      await run(scripts.pause, { ...ofVisit(visit), ms: Math.ceil(ms) });
    },
    async rest(chatId, ms) {
      await run(scripts.rest, { chat: String(chatId), ms: Math.ceil(ms) });
    },
    async clear(chatId) {
      return (await run(scripts.clear, { chat: String(chatId) })).map(readCopy);
    },
    async open(address) {
      const ids = await redis.zrange(keys.pendingApprovals, '0', '-1');
      const at = addressKey(address);
      const shown = await Promise.all(ids.map((id) => redis.hexists(keys.approvalCopies(id), at)));
      return ids.filter((_, index) => shown[index] === 1);
    },
    async unshown(chatId) {
      const values = { chat: String(chatId), limit: MAX_UNSHOWN };
      return (await run(scripts.unshown, values)).map(readCopy);
    },
    async overdue(lateMs, limit) {
      const [clockMs, ...chats] = await run(scripts.overdue, { lateMs, limit });
      return { clockMs: Number(clockMs), chats: chats.map(Number) };
    },
  };
}

/** `approval/<address>/<key>` */
function readCopy(name: string): UnshownCopy {
  const [, address = '', ...id] = name.split('/');
  return { approvalId: id.join('/'), address: parseAddress(address) };
}

type Recording = Pick<OutboxStore, 'done' | 'unused' | 'discard' | 'partDone' | 'onlyCount'>;

/** Arguments of done.lua, without the limits of the pace. */
interface Outcome extends OfVisit {
  readonly what: 'item' | 'part' | 'window';
  readonly name: string;
  readonly result: string;
  readonly shown: string;
  readonly call: 'sent' | 'unused' | '';
  readonly about: string;
  readonly gone: readonly Position[];
  readonly ends: boolean;
  readonly still: string;
  readonly reported: string;
  readonly message: string;
  readonly listed: readonly Listed[];
  readonly list: readonly KeptList[];
}

type Record = Outcome & { readonly limits: PaceLimits };

function createRecording(run: (record: Outcome) => Promise<number>): Recording {
  const record = async (
    visit: Visit,
    outcome: Pick<Outcome, 'what' | 'name'> & Partial<Outcome>,
  ) => {
    const nothing = { result: '', shown: '', call: '', about: '', gone: [], ends: false } as const;
    const none = { still: '', reported: '', message: '', listed: [], list: [] };
    return (await run({ ...ofVisit(visit), ...nothing, ...none, ...outcome })) === 1;
  };
  return {
    done(visit, item, { messageId = '', shown, ends = false, reported, listed = [], list } = {}) {
      const result = item.kind === 'window' ? 'all' : String(messageId);
      const call = messageId === '' ? '' : 'sent';
      const about = aboutOf(item, shown);
      const lists = { listed, list: keptList(item, messageId, list) };
      const more = { shown: shownText(shown), ends, ...lists, ...reportedValues(reported) };
      return record(visit, { ...named(item), result, call, about, ...more });
    },
    unused(visit, item, { stillMs } = {}) {
      const result = item.kind === 'window' ? 'all' : '';
      const ends = (item.kind === 'card' && stillMs === undefined) || item.kind === 'list';
      const still = stillMs === undefined ? '' : stillScore(stillMs);
      return record(visit, { ...named(item), result, call: 'unused', ends, still });
    },
    onlyCount(visit, item, gone) {
      return record(visit, { ...named(item), result: '0', call: 'unused', gone });
    },
    discard: (visit, name) => record(visit, { what: 'item', name }),
    partDone(visit, item, part) {
      const call = 'sent';
      if (item.kind === 'window') {
        const reported = typeof part === 'object' && 'reported' in part ? part.reported : undefined;
        const result = String(typeof part === 'number' ? part : part.sent);
        return record(visit, { ...named(item), result, call, ...reportedValues(reported) });
      }
      const shown = typeof part === 'number' || 'reported' in part ? '' : writeShown(part);
      return record(visit, { what: 'part', name: item.name, shown, call });
    },
  };
}

function stillScore(ms: number): string {
  return Number.isFinite(ms) ? String(Math.ceil(ms)) : '+inf';
}

function reportedValues(reported: ReportedFailure | undefined) {
  return reported === undefined
    ? {}
    : { reported: reported.position, message: String(reported.messageId) };
}

function shownText(shown: Shown | undefined): string {
  return shown === undefined ? '' : writeShown(shown);
}

/** What a reply to the message would be about (keys.asked): a question that it asks, or a request. */
function aboutOf(item: OutboxItem, shown: Shown | undefined): string {
  if (item.kind === 'reply' && item.asks !== undefined) return writeAsked(item.asks);
  if (item.kind === 'reminder' || (item.kind === 'approval' && !item.isSuperseded)) {
    const version = shown?.version ?? item.version;
    return writeAsked({ kind: 'request', approvalId: item.approvalId, ...defined({ version }) });
  }
  return '';
}

function named(item: OutboxItem): Pick<Outcome, 'what' | 'name'> {
  return item.kind === 'window'
    ? { what: 'window', name: windowKey(item) }
    : { what: 'item', name: item.name };
}
