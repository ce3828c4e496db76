import { mkdir, rm, utimes } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRunsInlet } from '../../../src/files/runs/runs-inlet.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Lease } from '../../../src/runtime/lease.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { createMemoryLease, type MemoryLease } from '../../helpers/memory-lease.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { createRunsKit, line, type RunsKit } from './runs-kit.ts';

let kit: RunsKit;
let leases: MemoryLease;
let services: Service[];

beforeEach(async () => {
  kit = await createRunsKit();
  leases = createMemoryLease();
  services = [];
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await kit.remove();
});

async function start(lease: Lease = leases.replica()): Promise<Service> {
  const inlet = createRunsInlet({ ...kit.deps, lease, clock: systemClock });
  services.push(inlet);
  await inlet.start();
  return inlet;
}

/** Whoever holds or wants a lease asks about once a second; `asked` waits for that. */
function counted(lease: Lease) {
  let count = 0;
  return {
    ...lease,
    acquireOrRenew() {
      count += 1;
      return lease.acquireOrRenew();
    },
    asked(times: number) {
      const until = count + times;
      return eventually(() => expect(count).toBeGreaterThanOrEqual(until));
    },
  };
}

const eventually = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 });
const taken = (jobId: string, numbers: readonly number[]) =>
  eventually(async () => expect(await kit.numbers(jobId)).toEqual(numbers));
const health = () => kit.health.snapshot()['files:runs'];

describe('the inlet of job files', () => {
  it('takes what is there at its start, what is added, and jobs that come later', async () => {
    await kit.write('job-1', line(1));
    await start();
    await taken('job-1', [1]);
    await kit.write('job-1', line(2));
    await taken('job-1', [1, 2]);
    await kit.write('job-2', line(1));
    await taken('job-2', [1]);
    expect(health()).toEqual({ ok: true, detail: '' });
  });

  it('finds a new job within a second, and news of an active one within half of one', async () => {
    await start();
    await eventually(() => expect(health()?.ok).toBe(true));
    const late: number[] = [];
    for (const n of [1, 2, 3]) {
      await kit.write(`job-${n}`, line(1));
      late.push((await ownMs(() => taken(`job-${n}`, [1]))) - 1_000);
      await kit.write(`job-${n}`, line(2));
      late.push((await ownMs(() => taken(`job-${n}`, [1, 2]))) - 500);
    }
    // A busy machine may be late once.
    expect(late.filter((ms) => ms > 0).length, String(late)).toBeLessThanOrEqual(1);
  });

  it('says what is wrong while there is no folder, and goes on by itself', async () => {
    await rm(kit.runsDir, { recursive: true });
    await start();
    await eventually(() =>
      expect(health()).toEqual({
        ok: false,
        detail: expect.stringMatching(
          /^The folder .*runs does not exist; .*<job_id>\/events.jsonl/,
        ),
      }),
    );
    await kit.write('job-1', line(1));
    await taken('job-1', [1]);
    await eventually(() => expect(health()?.ok).toBe(true));
    await rm(kit.runsDir, { recursive: true });
    await eventually(() => expect(health()?.ok).toBe(false));
    await mkdir(kit.runsDir);
    await kit.write('job-2', line(2));
    await taken('job-2', [2]);
    await eventually(() => expect(health()?.ok).toBe(true));
    expect(kit.log.count('runs_folder_unreadable')).toBe(2);
    expect(kit.log.count('runs_folder_found')).toBe(2);
  });

  it('says that nothing can be taken in while the journal is away, and loses nothing', async () => {
    const inlet = await start();
    kit.onAppend(() => Promise.reject(new Error('Redis is away')));
    for (const job of ['a', 'b', 'c']) await kit.write(job, line(1) + line(2));
    await eventually(() => expect(health()).toEqual({ ok: false, detail: 'Redis is away' }));
    kit.onAppend((batch, real) => real(batch));
    for (const job of ['a', 'b', 'c']) await taken(job, [1, 2]);
    await eventually(() => expect(health()?.ok).toBe(true));
    await inlet.stop();
  });

  it('reads in one replica only; another goes on where the first one stopped', async () => {
    const first = await start();
    await kit.write('job-1', line(1));
    await taken('job-1', [1]);
    await start();
    const handedOn = kit.messages.length;
    await kit.write('job-1', line(2));
    await taken('job-1', [1, 2]);
    expect(kit.messages).toHaveLength(handedOn + 1);
    await first.stop();
    await kit.write('job-1', line(3));
    await taken('job-1', [1, 2, 3]);
  });

  it('stops reading when another replica took over, and says so', async () => {
    const lease = counted(leases.replica());
    await start(lease);
    await kit.write('job-1', line(1));
    await taken('job-1', [1]);
    leases.steal();
    await eventually(() =>
      expect(health()).toEqual({ ok: true, detail: 'another replica reads them' }),
    );
    await kit.write('job-1', line(2));
    await kit.write('job-2', line(2));
    await lease.asked(2);
    expect(kit.messages).toHaveLength(1);
    leases.expire();
    await taken('job-1', [1, 2]);
    await taken('job-2', [2]);
  });

  it('gives up the lease when it stops, may stop twice, before its start, and start again', async () => {
    const lease = leases.replica();
    const inlet = createRunsInlet({ ...kit.deps, lease, clock: systemClock });
    services.push(inlet);
    await inlet.stop();
    await inlet.start();
    await kit.write('job-1', line(1));
    await taken('job-1', [1]);
    await Promise.all([inlet.stop(), inlet.stop()]);
    expect(await leases.replica().acquireOrRenew()).toBeDefined();
    leases.expire();
    await inlet.start();
    await kit.write('job-1', line(2));
    await taken('job-1', [1, 2]);
  });

  it('looks at thousands of quiet jobs at little cost', async () => {
    const old = new Date(Date.now() - 3_600_000);
    await makeQuietJobs(1_000, old);
    await start();
    await eventually(() => expect(kit.positions.size).toBe(1_000));
    await services[0]?.stop();
    const startedAt = systemClock.monotonic();
    const before = process.cpuUsage();
    const lease = counted(leases.replica());
    await start(lease);
    await lease.asked(4);
    const { user, system } = process.cpuUsage(before);
    const tookMs = systemClock.monotonic() - startedAt;
    // Together less than half of one core, the first look included.
    expect(user + system).toBeLessThan(500 * tookMs);
    await kit.write('new', line(1));
    await taken('new', [1]);
  });
});

async function makeQuietJobs(count: number, at: Date): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await kit.write(`quiet-${n}`, line(n));
    await utimes(kit.path(`quiet-${n}`), at, at);
  }
}
