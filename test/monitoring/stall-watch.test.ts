import { beforeEach, describe, expect, it } from 'vitest';
import { createStallWatch, type StallWatch } from '../../src/monitoring/stall-watch.ts';
import { createHealth, type Health } from '../../src/runtime/health.ts';
import type { SystemState } from '../../src/runtime/system-state.ts';
import { createLogBook } from '../helpers/log-book.ts';

const state: SystemState = {
  routing: { routed: '1-0' },
  sending: { chats: 0, lateMs: 0 },
  putAside: { chats: 0, items: {}, messages: 0 },
  deadLetters: 0,
  deadLettersByStage: {},
  openApprovals: 0,
  clockMs: 0,
};

let health: Health;
let log = createLogBook();
let stalls: number;
let watch: StallWatch;
let fence: number | undefined;
let commit: () => Promise<string>;
beforeEach(() => {
  health = createHealth();
  log = createLogBook();
  stalls = 0;
  fence = 1;
  commit = async () => 'committed';
  const onStall = () => {
    stalls += 1;
  };
  watch = createStallWatch({ health, log, onStall });
});

function router() {
  return watch.watchRouter({
    store: { commit: () => commit(), plain: 7 },
    lease: { acquireOrRenew: async () => fence, release: async () => {} },
  });
}

/** As many looks as there are in `ms`, before each of which `before` happens. */
async function pass(ms: number, before: () => Promise<unknown> = async () => {}, still = false) {
  for (let at = 2_000; at <= ms; at += 2_000) {
    await before().catch(() => {});
    watch.look({ state, elapsedMs: 2_000, routingStillMs: still ? at : 0 });
  }
}

describe('a router', () => {
  it('is ended once when it gives no sign for a minute while Redis answers', async () => {
    router();
    await pass(58_000);
    expect(stalls).toBe(0);
    await pass(90_000);
    expect(stalls).toBe(1);
    expect(log.lines).toEqual([
      expect.objectContaining({
        name: 'process_stalled',
        fields: { what: 'router is silent', ms: 60_000 },
      }),
    ]);
  });

  it('is left alone while it asks for the lease, renews it, or hears that Redis refuses', async () => {
    const { lease, store } = router();
    await pass(600_000, () => lease.acquireOrRenew());
    fence = undefined;
    await pass(600_000, () => lease.acquireOrRenew());
    commit = async () => {
      throw new Error('MISCONF');
    };
    await pass(600_000, () => store.commit());
    expect(stalls).toBe(0);
    expect(store.plain).toBe(7);
  });

  it('is ended when it leads, is busy, and gets nowhere', async () => {
    const { lease } = router();
    await pass(70_000, () => lease.acquireOrRenew(), true);
    expect(stalls).toBe(1);
  });

  it('is not ended for a standstill that is another replica’s, or that Redis makes', async () => {
    const { lease, store } = router();
    fence = undefined;
    await pass(300_000, () => lease.acquireOrRenew(), true);
    fence = 2;
    commit = async () => {
      throw new Error('OOM command not allowed');
    };
    const refused = async () => {
      await lease.acquireOrRenew();
      await store.commit();
    };
    await pass(300_000, refused, true);
    expect(stalls).toBe(0);
  });
});

describe('a poller', () => {
  it('that says it works is ended when it says nothing for two minutes', async () => {
    health.report('telegram', true);
    await pass(118_000);
    health.report('telegram', true);
    await pass(118_000);
    expect(stalls).toBe(0);
    await pass(10_000);
    expect(stalls).toBe(1);
  });

  it('that says it is down may wait as long as it likes', async () => {
    health.report('telegram', false, 'no updates: 502');
    await pass(900_000);
    expect(stalls).toBe(0);
  });
});
