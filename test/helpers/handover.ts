// What a killed program held in Redis, and who got it afterwards: in Redis' own order and by its own
// clock, so that nothing depends on how fast the machine is.
import type { Redis } from 'ioredis';

export interface Held {
  /** Key of a lease's or a visit's end. */
  readonly key: string;
  /** For how long still. */
  readonly forMs: number;
  /** By Redis' wall clock. */
  readonly endsAt: number;
}

/** Every lease and visit under the default prefix. */
export async function heldNow(redis: Redis): Promise<Held[]> {
  const keys = [
    ...(await redis.keys('jobwire:lease:*:ends')),
    ...(await redis.keys('jobwire:out:*:visit')),
  ];
  const values = await redis.mget(...keys, 'jobwire:clock');
  const [seconds, micros] = await redis.time();
  const now = Number(seconds) * 1_000 + Number(micros) / 1_000;
  const [wall = 0, steady = 0] = (values.pop() ?? '').split(' ').map(Number);
  return keys.map((key, at) => {
    const ends = Number(values[at]?.split(' ').at(-1));
    const endsAt = wall + ends - steady;
    return { key, forMs: endsAt - now, endsAt };
  });
}

/**
 * Until when, by Redis' wall clock, nobody gets anything, because it got no call for so long that whoever holds something
 * could not renew it: on a slow machine, while a program starts.
 */
export async function graceEndsAt(redis: Redis): Promise<number> {
  const [wall = 0, steady = 0, grace = 0] = ((await redis.get('jobwire:clock')) ?? '')
    .split(' ')
    .map(Number);
  return wall + grace - steady;
}

export interface Ask {
  readonly at: number;
  readonly isGranted: boolean;
}

interface Asked {
  /** Whether a call of a script, by its keys and arguments, asks for it. */
  isAsk(args: readonly string[]): boolean;
  /** Command of that script that is only reached where it is granted. */
  isGrant(command: readonly string[]): boolean;
}

/** The named values of a script's call; none where MONITOR's escapes make them no JSON, as of JSON within. */
function valuesOf(args: readonly string[]): Record<string, unknown> {
  try {
    const values: unknown = JSON.parse(args.at(-1) ?? '');
    return typeof values === 'object' && values !== null ? { ...values } : {};
  } catch {
    return {};
  }
}

export const ROUTER_LEASE: Asked = {
  isAsk: (args) => {
    const { lease, holdMs } = valuesOf(args);
    return lease === 'router' && holdMs === 2_000;
  },
  isGrant: ([name, key]) => name === 'SET' && key === 'jobwire:lease:router',
};

/** A visit to a chat is begun with nothing but the chat and a duration. */
export const visitTo = (chatId: number): Asked => ({
  isAsk: (args) => {
    const { chat, holdMs, ...others } = valuesOf(args);
    return chat === String(chatId) && holdMs === 2_000 && Object.keys(others).length === 0;
  },
  isGrant: ([name, key]) => name === 'INCR' && key === 'jobwire:out-fence',
});

/** Notes who asks for something from now on. */
export async function watchAsks(redis: Redis, { isAsk, isGrant }: Asked) {
  const monitor = await redis.monitor();
  const asks: { at: number; isGranted: boolean }[] = [];
  let isAsked = false;
  monitor.on('monitor', (time: string, args: string[], source: string) => {
    if (source === 'lua') {
      const last = asks.at(-1);
      if (isAsked && last !== undefined && isGrant(args)) last.isGranted = true;
      return;
    }
    isAsked = /^eval/i.test(args[0] ?? '') && isAsk(args);
    if (isAsked) asks.push({ at: Number(time) * 1_000, isGranted: false });
  });
  return { asks: asks as readonly Ask[], stop: () => monitor.disconnect() };
}
