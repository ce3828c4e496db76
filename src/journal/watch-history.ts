// Notices a storage that went back in time, at the start and while it runs, and says so: nobody finds a
// decision undone without a word. The mark in memory is at most two seconds old, the one outside five more.

import { announcedAs, settledBy } from '../event/event-types.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Health } from '../runtime/health.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import { type Journal, START } from './journal.ts';
import { arrivalMs } from './position.ts';
import {
  compareHistory,
  type HistoryFacts,
  type HistoryMark,
  type HistoryStore,
  type KnownDecision,
  type MarkFile,
  type Rollback,
} from './rollback.ts';

/** What became of the requests of this id, in whatever project. */
interface Decided {
  find(id: string): Promise<
    readonly {
      readonly request: { readonly projectId?: string };
      readonly outcome?: { readonly status: string };
    }[]
  >;
}

interface Deps {
  readonly history: HistoryStore;
  readonly markFile: MarkFile;
  readonly journal: Pick<Journal, 'query'>;
  readonly approvals: Decided;
  /** Notifies the admins. */
  readonly report: (rollback: Rollback) => Promise<void>;
  readonly health: Pick<Health, 'report'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between two looks. Default 2,000. */
  readonly everyMs?: number;
}

const EVERY_MS = 2_000;
/** The mark outside is written after so many looks at most. */
const WRITE_LOOKS = 2.5;
/** The last mark is at the end of what was done, unless Redis is away. */
const MAX_LAST_LOOK_MS = 1_000;
const MAX_DECISIONS = 1_000;
const DECISION_TYPES = (['approved', 'denied'] as const).flatMap(
  (settled) => announcedAs(settled) ?? [],
);
const PAGE = 500;
const EPOCH_BYTES = 6;
const COMPONENT = 'history';

/** Started, the storage has been compared with the mark, before anything new gets into it. */
export function createHistoryWatch(deps: Deps): Service {
  const { history, markFile, health, clock, log, everyMs = EVERY_MS } = deps;
  let mark: HistoryMark | undefined;
  let written: HistoryMark | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const facts = await history.facts(mark?.position ?? START);
    if (mark !== undefined) mark = await judge(mark, facts, deps);
    mark = await moveOn(
      mark,
      mark?.epoch === undefined ? facts : { ...facts, epoch: mark.epoch },
      deps,
    );
    report(await history.open(), health);
  }

  async function save(): Promise<void> {
    if (mark === undefined || mark === written) return;
    if (clock.monotonic() - writtenAt < everyMs * WRITE_LOOKS) return;
    await write(mark);
  }

  async function write(current: HistoryMark): Promise<void> {
    written = current;
    writtenAt = clock.monotonic();
    await markFile.write(current);
  }

  const loop = createLoop({ name: 'history', clock, log, everyMs }, async () => {
    await look();
    await save();
  });
  return {
    ...loop,
    async start() {
      mark = await markFile.read();
      try {
        await look();
      } catch (error) {
        // The mark stays, and the loop looks again.
        log.warn({ reason: messageOf(error) }, 'history_not_looked_at');
      }
      await loop.start();
    },
    async stop() {
      await loop.stop();
      const over = new AbortController();
      await Promise.race([look().catch(() => {}), clock.sleep(MAX_LAST_LOOK_MS, over.signal)]);
      over.abort();
      if (mark !== undefined && mark !== written) await write(mark);
    },
  };
}

function report(rollback: Rollback | undefined, health: Deps['health']): void {
  if (rollback === undefined) {
    health.report(COMPONENT, true);
    return;
  }
  const { since, lost } = rollback;
  const args = { ...defined({ since }), decisions: lost.length };
  const what = since === undefined ? '' : ` (what came after ${since} is missing)`;
  const text = `Redis holds an older state than before${what}; decisions that are gone: ${lost.length}; an admin confirms it with /health seen`;
  health.report(COMPONENT, false, { code: 'history-rolled-back', args, text });
}

/** The mark to go on with. */
async function judge(
  mark: HistoryMark,
  facts: HistoryFacts,
  deps: Deps,
): Promise<HistoryMark | undefined> {
  switch (compareHistory(mark, facts)) {
    case 'continued':
      return followed(mark, facts.epoch);
    case 'replaced':
      deps.log.warn({ before: mark.epoch, now: facts.epoch }, 'history_replaced');
      return undefined;
    case 'rolled-back':
      return rolledBack(mark, facts, deps);
  }
}

/** Another replica may have given the journal a new identity. */
function followed(mark: HistoryMark, epoch: string): HistoryMark {
  if (mark.epoch === epoch) return mark;
  return { ...mark, epoch, formerEpochs: [...mark.formerEpochs, mark.epoch] };
}

async function rolledBack(
  mark: HistoryMark,
  facts: HistoryFacts,
  deps: Deps,
): Promise<HistoryMark> {
  const lost = await lostDecisions(mark.decisions, deps);
  const end = facts.before ?? (facts.last === START ? undefined : facts.last);
  const since = end === undefined ? undefined : new Date(arrivalMs(end)).toISOString();
  const rollback = { lost, ...defined({ since }) };
  const to = deps.clock.token(EPOCH_BYTES);
  const isFirst = await deps.history.note(rollback, { from: facts.epoch, to });
  const epoch = isFirst ? to : (await deps.history.facts(START)).epoch;
  deps.log.error({ since, position: mark.position, last: facts.last, lost }, 'history_rolled_back');
  if (isFirst) await deps.report(rollback);
  const former = [...mark.formerEpochs, mark.epoch, facts.epoch].filter((one) => one !== epoch);
  return {
    ...{ epoch, formerEpochs: [...new Set(former)] },
    ...{ position: facts.newest?.position ?? START, digest: facts.newest?.digest ?? '' },
    decisions: mark.decisions.filter((decision) => !lost.includes(decision)),
  };
}

async function lostDecisions(
  decisions: readonly KnownDecision[],
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<KnownDecision[]> {
  const lost: KnownDecision[] = [];
  for (const decision of decisions) {
    const found = await approvals.find(decision.approvalId);
    const isKept = found.some(
      ({ request, outcome }) =>
        request.projectId === decision.projectId && outcome?.status === decision.status,
    );
    if (!isKept) lost.push(decision);
  }
  return lost;
}

/** The mark at the journal's present end, with what was decided until then. */
async function moveOn(
  mark: HistoryMark | undefined,
  { epoch, newest }: HistoryFacts,
  deps: Deps,
): Promise<HistoryMark | undefined> {
  if (mark === undefined && newest === undefined) {
    return { epoch, formerEpochs: [], position: START, digest: '', decisions: [] };
  }
  if (newest === undefined || newest.position === mark?.position) return mark;
  // What was decided before anybody looked is history, not news.
  const made = mark === undefined ? [] : await decisionsAfter(mark, deps);
  return {
    epoch: mark?.epoch ?? epoch,
    formerEpochs: mark?.formerEpochs ?? [],
    ...newest,
    decisions: [...(mark?.decisions ?? []), ...made].slice(-MAX_DECISIONS),
  };
}

async function decisionsAfter(
  { position }: HistoryMark,
  { journal }: Deps,
): Promise<KnownDecision[]> {
  const made: KnownDecision[] = [];
  let after: string | undefined = position;
  while (after !== undefined) {
    const filter = { types: DECISION_TYPES };
    const page = await journal.query({ filter, order: 'asc', limit: PAGE, after });
    for (const { event } of page.entries) {
      const { type, own, data, projectId, time: at } = event;
      // Those of others are theirs to keep.
      if (own === undefined || typeof data.approval_id !== 'string') continue;
      const status = settledBy(type) === 'approved' ? 'approved' : 'denied';
      const project = defined({ projectId });
      made.push({ approvalId: data.approval_id, ...project, status, at });
    }
    after = page.next;
  }
  return made;
}
