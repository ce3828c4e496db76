// The effects of a route step as redis/routing/route.lua reads them: one text, a line of JSON for each effect. One
// argument, however many there are; one line that can't be read costs nothing but itself.
import type { ApprovalRequest, Outcome } from '../../approvals/approval.ts';
import { outcomeEntry } from '../../approvals/audit-entry.ts';
import { contentDigest } from '../../approvals/requests/approval-key.ts';
import type { ReportedOutcome } from '../../approvals/requests/reported-outcome.ts';
import type { Statement } from '../../approvals/requests/statement.ts';
import { addressKey } from '../../audience/chat-book.ts';
import { stableName } from '../../event/event-id.ts';
import { hasEnded } from '../../jobs/job-board.ts';
import type { JobKey } from '../../jobs/job-key.ts';
import type { JobChange } from '../../jobs/job-table.ts';
import type { Position } from '../../journal/journal.ts';
import type { RelatedFailure } from '../../routing/related-failures.ts';
import type { Effect } from '../../routing/route-store.ts';
import { writeJson } from '../scripts/script.ts';
import { windowKey, writeEntry } from '../scripts/window-entry.ts';
import { withinName } from '../standing/given-values.ts';

/**
 * Every value is there and none is null, which Lua's JSON makes something else than nothing; and numbers
 * are instants or places in a list, far below what it keeps exactly.
 */
type Value = string | number | boolean | readonly Value[];
type Line = { readonly kind: Effect['kind'] | 'gather_related' } & {
  readonly [field: string]: Value;
};

type Gather = Extract<Effect, { kind: 'gather' }>;
type Card = Extract<Effect, { kind: 'card' }>;

export interface EffectLines {
  add(effect: Effect): void;
  /** Ends it. */
  text(): string;
}

/** `to`: where the step ends. */
export function createEffectLines(to: Position): EffectLines {
  const lines: string[] = [];
  let entries: string[] = [];
  let windows = new Map<string, (string | number)[]>();

  /** What is gathered for one address goes there together, up to the next effect of another kind. */
  function gather({ entry, addresses }: Gather): void {
    entries.push(writeEntry(entry));
    for (const address of addresses) {
      const key = windowKey({ address, isAlerts: entry.weight === 'alert' });
      const window = windows.get(key);
      if (window === undefined) windows.set(key, [key, entries.length]);
      else window.push(entries.length);
    }
  }

  function endGathering(): void {
    if (windows.size === 0) return;
    lines.push(writeJson({ kind: 'gather', entries, windows: [...windows.values()] }));
    entries = [];
    windows = new Map();
  }

  return {
    add(effect) {
      if (effect.kind === 'gather' && effect.related === undefined) {
        gather(effect);
      } else {
        endGathering();
        lines.push(writeJson(lineOf(effect, positionOf(effect) ?? to)));
      }
    },
    text() {
      endGathering();
      return lines.join('\n');
    },
  };
}

function lineOf(effect: Effect, position: Position): Line {
  const { kind } = effect;
  switch (kind) {
    case 'gather': {
      const { addresses, entry, related = STANDS_ALONE } = effect;
      const places = addresses.map(addressKey);
      return {
        kind: 'gather_related',
        position,
        entry: writeEntry(entry),
        addresses: places,
        ...namesOf(related),
      };
    }
    case 'ask':
      return {
        ...{ kind, position, ...requestFields(effect.request, effect.job) },
        copies: effect.copies.map(({ address, token }) => [addressKey(address), token]),
      };
    case 'report': {
      const { addresses, entry, reported, job } = effect;
      const windows = addresses.map((address) => [addressKey(address), 1]);
      const of = { ...subjectFields(reported, job), status: reported.status };
      return { kind, position, entries: [writeEntry(entry)], windows, ...of };
    }
    case 'settle':
      return { kind, position, ...statementFields(effect.statement, effect.job) };
    case 'alive':
      return { kind, position, job: effect.job, at: effect.at };
    case 'withdraw':
      return { kind, position, job: effect.job, ...outcomeFields(effect.outcome) };
    case 'end_standing':
      return {
        kind,
        position,
        names: effect.within.map(withinName),
        ending: JSON.stringify(effect.ending),
      };
    case 'job':
      return { kind, position, ...jobFields(effect) };
    case 'expect_sign': {
      const { job, limitMs, at, isSign } = effect;
      return { kind, position, job, limit: limitMs, at, is_sign: isSign };
    }
    case 'card':
      return { kind, position, ...cardFields(effect) };
    case 'failure':
      return { kind, position, names: effect.names };
    case 'fixed':
      return { kind, position, names: effect.names, at: effect.at };
    case 'dead_letter':
      return { kind, position, reason: effect.reason };
  }
}

function cardFields({ job, shown, everywhere }: Card) {
  const entries = [...new Set(shown.map(({ entry }) => entry))];
  const number = new Map(entries.map((entry, at) => [entry, at + 1]));
  const places = shown.map(({ address, entry, isMuted = false }) => [
    ...[addressKey(address), number.get(entry) ?? 0],
    isMuted,
  ]);
  return { job, everywhere, entries: entries.map(writeEntry), places };
}

function jobFields({ key, job, movedFrom = '', home }: JobChange) {
  return {
    ...{ key, name: stableName(job.id), job: JSON.stringify(job) },
    ...{ changed_at: Date.parse(job.updatedAt), former: movedFrom },
    ...{ home: home?.key ?? '', project: home?.projectId ?? '' },
    ...{ listed_in: job.projectId ?? '', is_open: !hasEnded(job) },
  };
}

const STANDS_ALONE: RelatedFailure = { replaces: [], joins: [], knownAs: [] };

function namesOf({ replaces, joins, knownAs }: RelatedFailure) {
  return { replaces, joins, known_as: knownAs };
}

function positionOf(effect: Effect): Position | undefined {
  const { kind } = effect;
  return kind === 'report' || kind === 'gather' ? effect.entry.position : effect.position;
}

/** The request that an event names: its key, else its name or its gate. */
function subjectFields(
  { key = '', approvalId, gate, projectId }: Omit<ReportedOutcome, 'status'>,
  job: JobKey | undefined,
) {
  const name = approvalId === undefined || projectId !== undefined ? '' : stableName(approvalId);
  return { key, name, gate: gate === undefined ? '' : gateField(job, gate.stage) };
}

function statementFields(statement: Statement, job: JobKey | undefined) {
  const { source, outcome } = statement;
  const isElsewhere = outcome.elsewhere !== undefined;
  const from = isElsewhere ? `bus ${source}` : `token ${outcome.by?.name ?? ''}`;
  const ignored = {
    ...outcomeEntry(outcome, from),
    what: 'refused',
    why: 'elsewhere',
    status: outcome.status,
  };
  return {
    ...subjectFields(statement, job),
    ...outcomeFields(outcome, from),
    ignored: isElsewhere ? JSON.stringify(ignored) : '',
  };
}

function outcomeFields(outcome: Outcome, from?: string) {
  return { outcome: JSON.stringify(outcome), entry: JSON.stringify(outcomeEntry(outcome, from)) };
}

/** Under which the open request of a gate is found. */
function gateField(job: JobKey | undefined, stage: string): string {
  return stableName('gate', job, stage);
}

function requestFields(request: ApprovalRequest, job: JobKey | undefined) {
  const { key, id, eventId, stage, requestedAt, expiresAt, terms, source = '' } = request;
  return {
    ...{
      key,
      name: stableName(id),
      at: requestedAt,
      request: JSON.stringify(request),
      event: eventId,
    },
    ...{ digest: contentDigest(request), source, elsewhere: terms.decidedElsewhere ?? 'settle' },
    like: terms.standing?.like ?? '',
    job: job ?? '',
    gate: request.isGate && stage !== undefined ? gateField(job, stage) : '',
    requested_at: Date.parse(requestedAt),
    deadline: expiresAt === undefined ? '' : Date.parse(expiresAt),
    remind_at: terms.remindAt,
  };
}
