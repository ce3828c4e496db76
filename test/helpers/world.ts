// A whole world for an end-to-end test: a real Redis, the Telegram simulator, the built program.
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type Program, type Settings, startProgram } from './program.ts';
import { type RedisOptions, startTestRedis, type TestRedis } from './redis-server.ts';

export const ANA = 1001;
export const ADMIN_TOKEN = 'Qm7x-T4vK9zR2wB6nJ8cY3hL';

export interface World {
  readonly redis: TestRedis;
  readonly client: Redis;
  readonly simulator: Simulator;
  readonly settings: Settings;
  /** Starts one more program (a replica) of this world. */
  start(settings?: Settings): Promise<Program>;
  end(): Promise<void>;
}

/** Ana is an admin with a private chat (id 1001); nothing runs yet. */
export async function createWorld(
  options: { limits?: 'off'; settings?: Settings; redis?: RedisOptions } = { limits: 'off' },
): Promise<World> {
  const redis = await startTestRedis({ appendonly: true, ...options.redis });
  const { limits } = options;
  const simulator = await startSimulator({
    clock: systemClock,
    ...(limits === undefined ? {} : { limits }),
  });
  simulator.world.addPerson({ id: ANA, firstName: 'Ana', languageCode: 'en' });
  simulator.world.addPrivateChat(ANA);
  const programs: Program[] = [];
  const settings = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    REDIS_URL: redis.url,
    ADMIN_USER_IDS: String(ANA),
    ADMIN_TOKEN,
    BATCH_WINDOW_MS: '300',
    // Tests send thousands of requests with one token.
    HTTP_REQUESTS_PER_MINUTE: '0',
    ...options.settings,
  };
  return {
    redis,
    client: redis.client(),
    simulator,
    settings,
    async start(more = {}) {
      const program = await startProgram({ ...settings, ...more });
      programs.push(program);
      return program;
    },
    async end() {
      // In peace, so that a Redis of its own ends too.
      for (const program of programs) await program.stop();
      await simulator.stop();
      await redis.stop();
    },
  };
}
