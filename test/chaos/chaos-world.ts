// The world of a run: one Redis, a way to it for each of two replicas, a strict Telegram with forty chats.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMembers } from '../../src/redis/people/members.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { ADMINS, CHATS, policyText, populate, roleOf } from './cast.ts';
import { createLink, type Link } from './link.ts';
import { type Replica, startReplica } from './replica.ts';
import { type SettableClock, settableClocks } from './settable-clock.ts';

export interface ChaosReplica {
  readonly replica: Replica;
  readonly link: Link;
  /** Absent where clocks can't be set. */
  readonly wallClock?: SettableClock;
}

export interface ChaosWorld extends World {
  readonly runsDir: string;
  readonly replicas: readonly ChaosReplica[];
  readonly urls: readonly string[];
  /** Of Redis; absent where clocks can't be set. */
  readonly wallClock?: SettableClock;
  close(): Promise<void>;
}

const START_MS = 120_000;

export async function createChaosWorld(): Promise<ChaosWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-chaos-'));
  const [runsDir, policyFile] = [join(folder, 'runs'), join(folder, 'policy.yaml')];
  await mkdir(runsDir);
  await writeFile(policyFile, policyText());
  const createClock = await settableClocks(folder);
  const wallClock = await createClock?.('redis');
  const world = await createWorld({
    // With `everysec` a write waits for the one that is being synced, up to 2 s, and is answered before:
    // a killed Redis then loses what it answered. This one has written all, for no power is cut here.
    redis: { survivesFullDisk: true, env: wallClock?.env ?? {}, args: ['--appendfsync', 'no'] },
    settings: {
      ADMIN_USER_IDS: ADMINS.join(','),
      POLICY_FILE: policyFile,
      PIPELINE_RUNS_DIR: runsDir,
      BATCH_WINDOW_MS: '1000',
    },
  });
  populate(world.simulator.world);
  const replicas = await Promise.all(
    [0, 1].map(async (at) => {
      const ownClock = await createClock?.(`replica ${at}`);
      const link = await createLink(world.redis.port);
      const replica = await startReplica(`replica ${at}`, {
        ...world.settings,
        REDIS_URL: `redis://127.0.0.1:${link.port}`,
        ...ownClock?.env,
      });
      return { replica, link, ...(ownClock === undefined ? {} : { wallClock: ownClock }) };
    }),
  );
  const urls = replicas.map(({ replica }) => replica.url);
  return {
    ...world,
    runsDir,
    replicas,
    urls,
    ...(wallClock === undefined ? {} : { wallClock }),
    async close() {
      for (const { replica } of replicas) await replica.kill9();
      for (const { link } of replicas) await link.stop();
      await world.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function isReady(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(2_000);
  return fetch(`${url}/readyz`, { signal }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Answers how long it took; `undefined`: it did not come. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  { withinMs, everyMs = 200 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<number | undefined> {
  const beganAt = systemClock.monotonic();
  const passed = () => systemClock.monotonic() - beganAt;
  while (!(await isSo())) {
    if (passed() > withinMs) return undefined;
    await systemClock.sleep(everyMs);
  }
  return passed();
}

/** Resolves when both replicas are ready and every private chat has been greeted. */
export async function openChats({ simulator, client, urls }: ChaosWorld): Promise<void> {
  const isUp = async () => (await Promise.all(urls.map(isReady))).every(Boolean);
  if ((await until(isUp, { withinMs: START_MS })) === undefined) throw new Error('never ready');
  const members = createMembers({
    redis: client,
    keys: createKeys('jobwire'),
    adminUserIds: ADMINS,
  });
  const { world } = simulator;
  const privates = CHATS.filter(({ kind }) => kind !== 'group');
  await Promise.all(
    privates.map(async (chat) => {
      const { id, kind, level, projects: [projectId] = [] } = chat;
      if (kind === 'person' && projectId !== undefined) {
        await members.grant(id, { role: roleOf(chat), projectId }, { name: `P${id}` });
      }
      await sayAndHear(world, { chatId: id, text: '/start' });
      if (level !== 'all') await sayAndHear(world, { chatId: id, text: `/level ${level}` });
    }),
  );
}

/** What the bot answered in a chat; a group is written to by an admin. */
export async function sayAndHear(
  world: World['simulator']['world'],
  saying: { readonly chatId: number; readonly text: string },
  withinMs = START_MS,
): Promise<string> {
  const { chatId } = saying;
  const { messageId } = world.say({ ...saying, personId: chatId > 0 ? chatId : ADMINS[0] });
  const answer = await world.waitFor(
    () => world.messages(chatId).find(({ from, messageId: at }) => from.isBot && at > messageId),
    withinMs,
  );
  return answer.text;
}
