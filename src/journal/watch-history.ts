// Notices at the start and while running that Redis went back in time, and reports it, so that no decision
// is undone silently. The mark in memory is at most two seconds old, the stored one five seconds older.

import { announcedAs, settledBy } from '../event/event-types.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Health } from '../runtime/health.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import { type Journal, type Position, START } from './journal.ts';
import { arrivalMs, comparePositions } from './position.ts';
import {
  compareHistory,
  type HistoryFacts,
  type HistoryMark,
  type HistoryStore,
  type KnownDecision,
  type MarkFile,
  type Rollback,
} from './rollback.ts';

/** Finds the requests with this id in all projects. */
interface RequestLookup {
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
  readonly approvals: RequestLookup;
  /** Notifies the admins. */
  readonly report: (rollback: Rollback) => Promise<void>;
  readonly health: Pick<Health, 'report'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between two checks. Default 2,000. */
  readonly everyMs?: number;
}

const EVERY_MS = 2_000;
/** The mark is written after this many intervals at most. */
const WRITE_INTERVALS = 2.5;
/** For the final check when the program stops; Redis may be away. */
const MAX_LAST_CHECK_MS = 1_000;
const MAX_DECISIONS = 1_000;
const DECISION_TYPES = (['approved', 'denied'] as const).flatMap(
  (settled) => announcedAs(settled) ?? [],
);
const PAGE = 500;
const EPOCH_BYTES = 6;
const COMPONENT = 'history';

/** Once started, Redis was compared with the mark, before anything new is written. */
export function createHistoryWatch(deps: Deps): Service {
  const { history, markFile, health, clock, log, everyMs = EVERY_MS } = deps;
  let mark: HistoryMark | undefined;
  let written: HistoryMark | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;

  async function check(): Promise<void> {
    const facts = await history.facts(mark?.position ?? START);
    if (mark !== undefined) mark = await judge(mark, facts, deps);
    mark = await advanceMark(
      mark,
      mark?.epoch === undefined ? facts : { ...facts, epoch: mark.epoch },
      deps,
    );
    report(await history.open(), health);
  }

  async function save(): Promise<void> {
    if (mark === undefined || mark === written) return;
    if (clock.monotonic() - writtenAt < everyMs * WRITE_INTERVALS) return;
    await write(mark);
  }

  async function write(current: HistoryMark): Promise<void> {
    written = current;
    writtenAt = clock.monotonic();
    await markFile.write(current);
  }

  const loop = createLoop({ name: 'history', clock, log, everyMs }, async () => {
    await check();
    await save();
  });
  return {
    ...loop,
    async start() {
      mark = await markFile.read();
      try {
        await check();
      } catch (error) {
        // The mark stays, and the loop checks again.
        log.warn({ reason: messageOf(error) }, 'history_check_failed');
      }
      await loop.start();
    },
    async stop() {
      await loop.stop();
      const over = new AbortController();
      await Promise.race([check().catch(() => {}), clock.sleep(MAX_LAST_CHECK_MS, over.signal)]);
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
  const what = since === undefined ? '' : ` (everything after ${since} is missing)`;
  const text = `Redis holds an older state than before${what}; lost decisions: ${lost.length}; an admin acknowledges it with /health seen`;
  health.report(COMPONENT, false, { code: 'history-rolled-back', args, text });
}

/** The mark to continue with. */
async function judge(
  mark: HistoryMark,
  facts: HistoryFacts,
  deps: Deps,
): Promise<HistoryMark | undefined> {
  switch (compareHistory(mark, facts)) {
    case 'continued':
      return withEpoch(mark, facts.epoch);
    case 'replaced':
      deps.log.warn({ before: mark.epoch, now: facts.epoch }, 'history_replaced');
      return undefined;
    case 'rolled-back':
      return rolledBack(mark, facts, deps);
  }
}

/** Another replica may have given the journal a new identity. */
function withEpoch(mark: HistoryMark, epoch: string): HistoryMark {
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

/** The mark at the journal's current end, with the decisions until then. */
async function advanceMark(
  mark: HistoryMark | undefined,
  { epoch, newest }: HistoryFacts,
  deps: Deps,
): Promise<HistoryMark | undefined> {
  if (mark === undefined && newest === undefined) {
    return { epoch, formerEpochs: [], position: START, digest: '', decisions: [] };
  }
  if (newest === undefined || newest.position === mark?.position) return mark;
  // Decisions from before the first mark are not tracked.
  const decisions =
    mark === undefined ? [] : await decisionsBetween(mark.position, newest.position, deps);
  return {
    epoch: mark?.epoch ?? epoch,
    formerEpochs: mark?.formerEpochs ?? [],
    ...newest,
    decisions: [...(mark?.decisions ?? []), ...decisions].slice(-MAX_DECISIONS),
  };
}

/** Those up to `last`: what came after it meanwhile counts with the next mark. */
async function decisionsBetween(
  first: Position,
  last: Position,
  { journal }: Deps,
): Promise<KnownDecision[]> {
  const decisions: KnownDecision[] = [];
  let after: string | undefined = first;
  while (after !== undefined) {
    const filter = { types: DECISION_TYPES };
    const page = await journal.query({ filter, order: 'asc', limit: PAGE, after });
    for (const { event, position } of page.entries) {
      if (comparePositions(position, last) > 0) return decisions;
      const { type, own, data, projectId, time: at } = event;
      // Decisions that others published are not jobwire's.
      if (own === undefined || typeof data.approval_id !== 'string') continue;
      const status = settledBy(type) === 'approved' ? 'approved' : 'denied';
      const project = defined({ projectId });
      decisions.push({ approvalId: data.approval_id, ...project, status, at });
    }
    after = page.next;
  }
  return decisions;
}
