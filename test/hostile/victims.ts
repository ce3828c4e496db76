// The requests of one attack, the votes that those who may gave on them, and what must be true of both.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { approvalKey } from '../../src/approvals/requests/approval-key.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { publish } from '../helpers/publish.ts';
import type { Seeded } from '../helpers/seeded.ts';
import { ASKER_ID, ASKER_NAME, LAB, PEOPLE, SHOP } from './cast.ts';
import { type HostileWorld, jsonOf, until } from './hostile-world.ts';
import { check } from './promise.ts';

export interface Victim {
  readonly id: string;
  readonly project: string;
  /** The action of its first version. */
  readonly action: string;
  /** Attackers name it, so answers may repeat its id. */
  readonly isKnown: boolean;
  readonly job: string;
  readonly gate?: string;
}

export interface Standing {
  readonly key: string;
  readonly version: number;
  readonly scope: string;
  readonly status: 'pending' | 'approved' | 'denied' | 'expired' | 'canceled';
  readonly action: string;
  /** RFC 3339. */
  readonly expires_at: string | null;
  readonly votes: readonly { readonly verdict: string; readonly by: { readonly id: string } }[];
  readonly outcome: {
    readonly by?: { readonly id: string; readonly via: string };
    readonly elsewhere?: { readonly source: string };
  } | null;
  readonly audit: readonly { readonly what: string; readonly [field: string]: unknown }[];
}

/** A vote that jobwire said counts, of somebody who may. */
export interface CountedVote {
  readonly key: string;
  readonly verdict: 'approve' | 'deny';
  readonly person: string;
  readonly version: number;
  readonly action: string;
}

/** What an attacker brings about who does only what the threat model lets them. */
export interface Allowed {
  /** They speak for the producer: requests change, end early, are taken back. */
  readonly asProducer?: boolean;
  /** They may take back over HTTP what they did not ask: they may decide it. */
  readonly withdraws?: boolean;
  /** They may say on the bus that a request was decided elsewhere, where the policy believes it. */
  readonly elsewhere?: boolean;
  /** They may deny as this person. */
  readonly deniesAs?: string;
  /** Whom every attempt of theirs was refused as. Those who may are never refused. */
  readonly refusedAs?: readonly string[];
}

export interface Victims extends Awaited<ReturnType<typeof plantVictims>> {}

const VOTERS = {
  abe: String(PEOPLE.abe.id),
  bea: String(PEOPLE.bea.id),
  admin: String(PEOPLE.admin.id),
} as const;

const CHECKED_WITHIN_MS = 60_000;

let runs = 0;

export async function plantVictims(world: HostileWorld) {
  runs += 1;
  const run = runs;
  const victims = await ask(world, run);
  const counted: CountedVote[] = [];

  /** The request, and those that were asked under its id after it was settled. */
  async function generations(victim: Victim): Promise<Standing[]> {
    const found = await asked(victim, 'public');
    if (found.length === 0) throw new Error(`the request ${victim.id} is gone`);
    return found;
  }

  /** Internal ones of its id, which producers of its project may ask beside it. */
  const internalNamesakes = (victim: Victim) => asked(victim, 'internal');

  async function asked(
    { id, project }: Victim,
    visibility: 'public' | 'internal',
  ): Promise<Standing[]> {
    const first = approvalKey({ projectId: project, visibility }, id);
    const found: Standing[] = [];
    for (;;) {
      const key = found.length === 0 ? first : `${first}.${found.length + 1}`;
      const answer = await world.asAdmin(`/api/v1/approvals/${key}`);
      if (answer.status === 404) return found;
      if (answer.status !== 200) throw new Error(`the request ${key}: ${answer.text}`);
      found.push(jsonOf(answer) as Standing);
    }
  }

  async function standing(victim: Victim): Promise<Standing> {
    const [first] = await generations(victim);
    if (first === undefined) throw new Error('there is no request');
    return first;
  }

  /** Somebody who may decides over HTTP. */
  async function vote(victim: Victim, who: keyof typeof VOTERS, verdict: 'approve' | 'deny') {
    const { key, version, action } = await standing(victim);
    const answer = await world.call({
      method: 'POST',
      path: `/api/v1/approvals/${key}/decision`,
      secret: world.secrets[who],
      body: { decision: verdict, version },
    });
    if (answer.status === 200 || answer.status === 202) {
      counted.push({ key, verdict, person: VOTERS[who], version, action });
    }
    return answer;
  }

  /** Who looked at a former version decides nothing: the answer says that it changed. */
  async function voteLate(victim: Victim) {
    const { key, version, status } = await standing(victim);
    if (status !== 'pending' || version === 1) return;
    const answer = await world.call({
      method: 'POST',
      path: `/api/v1/approvals/${key}/decision`,
      secret: world.secrets.bea,
      body: { decision: 'approve', version: version - 1 },
    });
    expect([victim.id, [200, 202].includes(answer.status)]).toEqual([victim.id, false]);
  }

  return {
    all: victims,
    known: victims.filter(({ isKnown }) => isKnown),
    labRequest: `lab-request-run-${run}`,
    standing,
    vote,
    /** Now and then one of those who may votes, so that one more would settle it. */
    async voteByChance(chance: Seeded) {
      const victim = victims[chance.below(victims.length)];
      const who = chance.chance(0.8) ? 'abe' : 'bea';
      if (victim?.project !== SHOP) return;
      await voteLate(victim);
      await vote(victim, who, 'approve');
    },
    /** Producers may give a request a last second: what is looked at must not end while it is. */
    async settleShort() {
      await until(async () => {
        const all = await Promise.all(victims.map(generations));
        return !all.flat().some(endsSoon);
      }, 'the end of what ends soon');
    },
    check: (allowed: Allowed) =>
      check({ world, victims, counted, generations, internalNamesakes, allowed }),
    /**
     * Those who may still can: each request is shown to them and their votes settle it. Whom a producer says
     * to have asked leaves it to a third person.
     */
    async decideAll(allowed: Allowed) {
      for (const victim of victims.filter(({ project }) => project === SHOP)) {
        const { status, version, key } = await standing(victim);
        if (allowed.asProducer !== true) expect([victim.id, version]).toEqual([victim.id, 1]);
        if (status !== 'pending') continue;
        await expectShown(world, victim, key);
        for (const who of ['abe', 'bea', 'admin'] as const) {
          if ((await standing(victim)).status === 'pending') await vote(victim, who, 'approve');
        }
        expect([victim.id, (await standing(victim)).status]).toEqual([victim.id, 'approved']);
      }
    },
  };
}

/** Before a busy machine has looked at all requests and three people have voted on each. */
function endsSoon({ status, expires_at }: Standing): boolean {
  if (status !== 'pending' || expires_at === null) return false;
  return Date.parse(expires_at) - systemClock.now() < CHECKED_WITHIN_MS;
}

async function ask(world: HostileWorld, run: number): Promise<Victim[]> {
  const { client, markers, vault, runsDir, secrets } = world;
  const mark = (place: string) => markers.plant(`${place} of a request`, 'shop');
  const content = () => ({ reason: mark('reason'), context: { commits: [mark('context')] } });
  const requested_by = { id: ASKER_ID, name: ASKER_NAME };
  const bus = { event_type: 'job.approval_needed', project_id: SHOP };
  const victim = (name: string, more: Partial<Victim> = {}): Victim => ({
    id: `${name}-${run}`,
    project: SHOP,
    action: mark('action'),
    isKnown: true,
    job: `job-of-${name}-${run}`,
    ...more,
  });
  const sealed = victim('sealed');
  const open = victim('open');
  const web = victim('web');
  const gate = victim('gate', { job: `film-${run}`, gate: 'cut' });
  const hidden = victim('', {
    id: markers.plant('id of a hidden request', 'vault'),
    project: vault,
    action: markers.plant('action of a hidden request', 'vault'),
    isKnown: false,
    job: markers.plant('job of a hidden request', 'vault'),
  });
  for (const { id, action, job } of [sealed, open]) {
    const scope = id.startsWith('open') ? 'open' : 'sealed';
    const data = { approval_id: id, scope, action, requested_by, ...content() };
    await publish(client, { ...bus, job_id: job, data });
  }
  const inVault = { approval_id: hidden.id, action: hidden.action, scope: 'sealed' };
  await publish(client, { ...bus, project_id: vault, job_id: hidden.job, data: inVault });
  await publish(client, {
    ...{ event_type: 'job.approval_needed', project_id: LAB, job_id: `lab-job-run-${run}` },
    data: { approval_id: `lab-request-run-${run}`, scope: 'lab', action: 'harmless' },
  });
  await world.call({
    ...{ method: 'POST', path: '/api/v1/events', secret: secrets.askerDecider },
    body: {
      ...{ ...bus, job_id: web.job },
      data: { approval_id: web.id, scope: 'sealed', action: web.action, ...content() },
    },
  });
  await mkdir(join(runsDir, gate.job), { recursive: true });
  const payload = { approval_id: gate.id, action: gate.action, requested_by, ...content() };
  const paused = { type: 'gate_pause', stage: gate.gate, project_id: SHOP, payload };
  const line = { ts: new Date().toISOString(), message: mark('message of a gate'), ...paused };
  await appendFile(join(runsDir, gate.job, 'events.jsonl'), `${JSON.stringify(line)}\n`);
  const victims = [sealed, open, web, gate, hidden];
  await until(async () => {
    const path = (id: string) => `/api/v1/approvals/${id}`;
    const ids = [...victims.map(({ id }) => id), `lab-request-run-${run}`];
    const answers = await Promise.all(ids.map((id) => world.asAdmin(path(id))));
    return answers.every(({ status }) => status === 200);
  }, 'the requests');
  return victims;
}

/** It is in the lists of both who may, and in their chats, whenever those have room. */
async function expectShown(world: HostileWorld, { id }: Victim, key: string): Promise<void> {
  const copies = await world.client.hgetall(`jobwire:approval:${key}:copies`);
  for (const who of ['abe', 'bea'] as const) {
    const list = await world.call({
      path: '/api/v1/approvals?status=pending&limit=1000',
      secret: world.secrets[who],
    });
    expect(list.text).toContain(`"id":"${id}"`);
    expect(Object.keys(copies)).toContain(String(PEOPLE[who].id));
  }
}
