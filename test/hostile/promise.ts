// What must be true of a request whatever attackers did: it is decided by those who may, on what they were
// shown, announced once, and its engine finds that and nothing else.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { PEOPLE } from './cast.ts';
import { type HostileWorld, until } from './hostile-world.ts';
import type { Allowed, CountedVote, Standing, Victim } from './victims.ts';

const APPROVERS = [PEOPLE.abe, PEOPLE.bea, PEOPLE.admin].map(({ id }) => String(id));

interface Checked {
  readonly world: HostileWorld;
  readonly victims: readonly Victim[];
  readonly counted: readonly CountedVote[];
  readonly generations: (victim: Victim) => Promise<Standing[]>;
  /** Others of the same id; what becomes of them is announced under it, too. */
  readonly internalNamesakes: (victim: Victim) => Promise<Standing[]>;
  readonly allowed: Allowed;
}

/** What the threat model forbids did not happen. */
export async function check(given: Checked): Promise<void> {
  const { victims, generations, internalNamesakes, ...checked } = given;
  for (const victim of victims) {
    const all = await generations(victim);
    for (const now of all) {
      expectTrueNames(now, checked.allowed);
      await expectOwnChats(now, checked.world);
      expectRightfulVotes(victim, now, checked);
      expectRightfulOutcome(victim, now, checked);
    }
    const withNamesakes = async () =>
      (await Promise.all([generations(victim), internalNamesakes(victim)])).flat();
    await expectOneAnnouncement(victim, withNamesakes, checked);
    await expectGateFile(victim, all, checked);
  }
}

const onVersion = (
  counted: readonly CountedVote[],
  { key, version, action }: Standing,
): CountedVote[] =>
  counted.filter((vote) => {
    return vote.key === key && vote.version === version && vote.action === action;
  });

type Ground = Pick<Checked, 'counted' | 'allowed'>;

/** Who was refused is written down as who they are, whomever they said to be. */
function expectTrueNames({ audit }: Standing, { refusedAs, asProducer }: Allowed): void {
  // Those whom a producer says to have asked are refused as well.
  const others = asProducer === true ? APPROVERS : [];
  const known = [...(refusedAs ?? []), ...others];
  for (const entry of audit.filter(({ what, why }) => what === 'refused' && why !== 'elsewhere')) {
    expect(known, JSON.stringify(entry)).toContain(entry.id);
  }
}

/** A chat that was never shown a request has no say in it, whoever taps there on whatever. */
async function expectOwnChats({ key, audit }: Standing, { client }: HostileWorld): Promise<void> {
  const copies = await client.hkeys(`jobwire:approval:${key}:copies`);
  const from = audit.flatMap((entry) => /^chat (.+)$/.exec(String(entry.from))?.[1] ?? []);
  expect(from.filter((chat) => !copies.includes(chat))).toEqual([]);
}

/** Whoever is counted did vote, on exactly this version. */
function expectRightfulVotes(victim: Victim, now: Standing, { counted, allowed }: Ground): void {
  const given = onVersion(counted, now).map(({ person, verdict }) => `${person} ${verdict}`);
  const found = now.votes.map(({ by, verdict }) => `${by.id} ${verdict}`);
  const strangers = found.filter((vote) => {
    return !given.includes(vote) && vote !== `${allowed.deniesAs} deny`;
  });
  expect({ id: victim.id, strangers }).toEqual({ id: victim.id, strangers: [] });
  expect(new Set(found).size).toBe(found.length);
  // Whoever votes again for what changed is written down again.
  const { audit } = now;
  const written = audit.slice(audit.findLastIndex(({ what }) => what === 'changed') + 1);
  const voted = written.filter(({ what }) => what === 'vote').map(nameOfVote);
  expect({ id: victim.id, old: found.filter((vote) => !voted.includes(vote)) }).toEqual({
    id: victim.id,
    old: [],
  });
}

const nameOfVote = ({ by, verdict }: Readonly<Record<string, unknown>>): string =>
  `${(by as { readonly id: string }).id} ${verdict}`;

function expectRightfulOutcome(victim: Victim, now: Standing, { counted, allowed }: Ground): void {
  const { status, outcome } = now;
  if (status === 'pending') return;
  const isBelieved = allowed.elsewhere === true && now.scope === 'open';
  if (isBelieved && outcome?.elsewhere !== undefined) return;
  if (allowed.asProducer === true && hasEndedEarly(now, allowed)) return;
  if (status === 'denied' && allowed.deniesAs === outcome?.by?.id) return;
  const votes = onVersion(counted, now).filter(({ verdict }) => {
    return verdict === (status === 'approved' ? 'approve' : 'deny');
  });
  const people = [...new Set(votes.map(({ person }) => person))];
  const enough = status === 'approved' ? 2 : 1;
  const about = `${victim.id} is ${status}: ${JSON.stringify(now)}`;
  expect(['approved', 'denied'], about).toContain(status);
  expect(people.length, about).toBeGreaterThanOrEqual(enough);
  expect(people, about).toContain(outcome?.by?.id);
}

/**
 * Its producer may end it and give it less time, at the end of which it may be denied, never approved. Over
 * HTTP only whoever asked takes it back; what attackers ask is a further version, or a further request.
 */
function hasEndedEarly({ key, version, status, outcome }: Standing, { withdraws }: Allowed) {
  if (status === 'denied') return outcome?.by?.id === 'timeout';
  const isTakenBack = status === 'canceled' && outcome?.by?.via === 'web';
  const isOfOthers = isTakenBack && outcome?.elsewhere === undefined && withdraws !== true;
  if (isOfOthers) return version > 1 || key.includes('.');
  return status === 'canceled' || status === 'expired';
}

/**
 * What jobwire announces of a request is its outcome, once; attackers are known by `evil`. Whoever may deny it may
 * also comment on it, nobody else.
 */
async function expectOneAnnouncement(
  { id, project }: Victim,
  generations: () => Promise<readonly Standing[]>,
  { world: { client }, allowed }: Pick<Checked, 'world' | 'allowed'>,
): Promise<void> {
  const announced = async () => {
    const entries = await client.xrange(`televibe:stream:${project}`, '-', '+');
    return entries
      .flatMap(([, fields]) => eventIn(fields[1] ?? ''))
      .filter(({ source, data }) => {
        const isOurs = source?.component === 'jobwire' && source.instance_id !== 'evil';
        return isOurs && data?.approval_id === id;
      });
  };
  const isComment = ({ event_type: type }: BusEvent) => type === 'job.approval_comment';
  const authors = (await announced()).filter(isComment).map(({ data }) => data?.by?.id);
  expect(authors.filter((author) => author !== allowed.deniesAs)).toEqual([]);
  const read = async () => {
    const events = await announced();
    return events
      .filter((event) => !isComment(event))
      .map(({ event_type, data }) => `${event_type} by ${data?.decided_by?.id ?? 'nobody'}`);
  };
  const decided = async () => {
    const decisions = (await generations()).flatMap(({ status, outcome }) => {
      if (!hasDecided(status) || outcome?.elsewhere !== undefined) return [];
      const type = status === 'expired' ? 'job.approval_expired' : `job.${status}`;
      return [`${type} by ${outcome?.by?.id ?? 'nobody'}`];
    });
    return decisions.sort();
  };
  // What came late on a busy machine may still run out.
  const isSame = async () => isDeepStrictEqual((await read()).sort(), await decided());
  await until(isSame, `the announcements of ${id}`).catch(() => undefined);
  expect((await read()).sort()).toEqual(await decided());
}

const hasDecided = (status: Standing['status']) => status !== 'pending' && status !== 'canceled';

interface BusEvent {
  readonly event_type?: string;
  readonly source?: { readonly component?: string; readonly instance_id?: string };
  readonly data?: {
    readonly approval_id?: string;
    /** Of a comment. */
    readonly by?: { readonly id?: string };
    readonly decided_by?: { readonly id?: string };
  };
}

function eventIn(text: string): BusEvent[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}

/**
 * The engine finds the decision of what it asked if there is one, and nothing else. Its request may have
 * become another's, and once settled its id may be asked anew: neither asks for a gate of its.
 */
async function expectGateFile(
  { job, gate }: Victim,
  generations: readonly Standing[],
  { world, allowed }: Pick<Checked, 'world' | 'allowed'>,
): Promise<void> {
  if (gate === undefined) return;
  const path = join(world.runsDir, job, 'gates', `${gate}.json`);
  const read = () => readFile(path, 'utf8').catch(() => undefined);
  const [asked] = generations;
  const { status, outcome } = asked ?? {};
  const decision = { approved: 'approved', denied: 'rejected' }[String(status)];
  const isDecided = decision !== undefined && outcome?.elsewhere === undefined;
  const isOthers = allowed.asProducer === true && asked !== undefined && asked.version > 1;
  if (isDecided && !isOthers) {
    await until(async () => (await read()) !== undefined, `the gate of ${job}`);
  }
  const file = await read();
  if (file === undefined) return;
  const found = JSON.parse(file);
  expect([isDecided, found.decision, found.by.id]).toEqual([true, decision, outcome?.by?.id]);
}
