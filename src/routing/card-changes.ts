// Which events the live card of their job shows, and which cards change in a route step.
import { type Address, type Audience, addressKey } from '../audience/chat-book.ts';
import { isMuted, wantsCards } from '../audience/job-settings.ts';
import { jobCalled } from '../audience/quiet/muted-jobs.ts';
import type { Destination } from '../audience/route.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { cardEffectOf, describe } from '../event/event-types.ts';
import { isOfFeature } from '../jobs/feature-job.ts';
import { jobFor } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { Applied } from '../jobs/job-table.ts';
import type { Position } from '../journal/journal.ts';
import { arrivalMs } from '../journal/position.ts';
import { endOf } from './related-failures.ts';
import type { Effect, ShownOnCard } from './route-store.ts';

/** What decides where an event is posted. */
export interface Posting {
  readonly entry: WindowEntry;
  /** Where it is posted; none for a request, which is shown by itself. */
  readonly addresses: readonly Address[];
  /** Those of them that get no steps of jobs. */
  readonly withoutSteps: ReadonlySet<Address>;
  /** A step or state of its job, and no failure: its card may show it. */
  readonly isOfCard: boolean;
  /** An update, which is followed by the end itself if it says that its job ended. */
  readonly isUpdate: boolean;
  readonly isInternal: boolean;
  readonly isFailure: boolean;
  /** Its job starts. */
  readonly isStart: boolean;
  /** The outcome of a request, which no mute hides. */
  readonly isOutcome: boolean;
}

export interface CardChanges {
  /** Returns the addresses at which the event has a message of its own. `applied`: what it did to its job. */
  add(posting: Posting, applied: Applied | undefined): readonly Address[];
  effects(): Effect[];
}

interface Change {
  readonly shown: Map<string, ShownOnCard>;
  everywhere: boolean;
  position: Position;
}

/** `ofJob`: the event as one of its job, which may be that of a feature request. */
export function postingOf(
  event: CanonicalEvent,
  ofJob: CanonicalEvent,
  where: {
    readonly position: Position;
    readonly group: string;
    readonly destinations: readonly Destination[];
  },
): Posting {
  const { position, group, destinations } = where;
  const { request, failure, outcome, milestone, weight } = describe(event);
  const brief = destinations.filter(({ withoutSteps }) => withoutSteps);
  return {
    entry: { position, group, weight },
    addresses: request ? [] : destinations.map(({ address }) => address),
    withoutSteps: new Set(brief.map(({ address }) => address)),
    isStart: milestone && weight === 'news',
    isOfCard: cardEffectOf(ofJob.type) !== undefined && !failure,
    isUpdate: ofJob.type === 'job.updated',
    isInternal: event.visibility === 'internal',
    isFailure: failure,
    isOutcome: outcome,
  };
}

export function createCardChanges(audience: Audience): CardChanges {
  const changes = new Map<JobKey, Change>();

  /** With what was noted before the job moved. */
  function changeOf({ key, move }: Applied, position: Position): Change {
    const noted = [move?.movedFrom ?? key, key].flatMap((one) => changes.get(one) ?? []);
    if (move?.movedFrom !== undefined) changes.delete(move.movedFrom);
    const change = {
      shown: new Map(noted.flatMap(({ shown }) => [...shown])),
      everywhere: noted.some(({ everywhere }) => everywhere),
      position,
    };
    changes.set(key, change);
    return change;
  }

  return {
    add(posting, applied) {
      const { addresses, entry } = posting;
      if (applied === undefined) return addresses;
      const { isOver } = endOf(applied, posting.isInternal);
      const isFeature = isOfFeature(applied.job);
      const isOnCard = (address: Address) =>
        posting.withoutSteps.has(address)
          ? !(posting.isStart || isFeature)
          : wantsCards(address, audience);
      const onCards = fitsCard(posting, applied) ? addresses.filter(isOnCard) : [];
      const change = changeOf(applied, entry.position);
      if (applied.before && (isOver || changesState(applied))) change.everywhere = true;
      const muting = {
        names: [applied.key, jobCalled(applied.job.id)],
        atMs: arrivalMs(entry.position),
      };
      const isHeard = (address: Address) =>
        isOver || posting.isOutcome || !isMuted(address, muting, audience);
      const begun = isOver ? [] : onCards.filter((one) => !posting.withoutSteps.has(one));
      for (const address of begun) {
        change.shown.set(addressKey(address), { address, entry, isMuted: !isHeard(address) });
      }
      return addresses.filter((one) => !onCards.includes(one) && isHeard(one));
    },
    effects: () =>
      [...changes].flatMap(([job, { shown, everywhere, position }]) =>
        shown.size === 0 && !everywhere
          ? []
          : [{ kind: 'card', job, shown: [...shown.values()], everywhere, position } as const],
      ),
  };
}

function fitsCard({ isOfCard, isUpdate, isInternal }: Posting, applied: Applied): boolean {
  const { isOver, ends } = endOf(applied, isInternal);
  // Of a feature request that was merged, more may follow: it has no job that could start again.
  return isOfCard && !(isOfFeature(applied.job) && isOver) && (!ends || isUpdate);
}

/** Whoever shows the job has to show it anew. */
function changesState({ job, before }: Applied): boolean {
  if (before === undefined) return false;
  return [false, true].some((all) => jobFor(before, all).status !== jobFor(job, all).status);
}
