// The demo: a simulated Telegram, the app connected to it, three people and an endless flow of jobs.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotConfig, type Environment, loadConfig } from '../config/load-config.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { JobwireError } from '../runtime/errors.ts';
import { createLifecycle, type Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import type { DemoBus } from './bus/demo-bus.ts';
import { createDemoRunFiles } from './bus/run-files.ts';
import { ANA, addPeople, playOpening } from './opening.ts';
import { createWorkload } from './workload.ts';

export interface Demo extends Service {
  /** The page on which to chat as Ana, Ben or Cleo. Throws `bug` before `start` resolved. */
  readonly pageUrl: string;
}

export interface DemoApp extends Service {
  /** Usable between `start` and `stop` of the app. */
  readonly bus: DemoBus;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the chat page; default: any free one. */
  readonly port?: number;
  createApp(config: BotConfig): DemoApp | Promise<DemoApp>;
  /** Settings of the app besides those that the demo needs, like HTTP_PORT (default 0). */
  readonly settings?: Environment;
}

const STOP_DEADLINE_MS = 10_000;
/** Five systems publish at once: fewer, longer messages are easier to read. */
const QUIET = { HTTP_PORT: '0', LOG_LEVEL: 'warn', BATCH_WINDOW_MS: '4000' };
/** Subfolders of the demo's folder. */
const RUNS = 'runs';
const ARCHIVE = 'archive';

export function createDemo(deps: Deps): Demo {
  const parts: { folder?: string; simulator?: Simulator; app?: DemoApp; workload?: Service } = {};

  const folder = {
    name: 'demo-folder',
    async start() {
      parts.folder = await mkdtemp(join(tmpdir(), 'jobwire-demo-'));
      for (const name of [RUNS, ARCHIVE]) await mkdir(join(parts.folder, name));
    },
    async stop() {
      if (parts.folder !== undefined) await rm(parts.folder, { recursive: true, force: true });
    },
  };
  const simulator = {
    name: 'demo-simulator',
    async start() {
      const { clock, port } = deps;
      parts.simulator = await startSimulator({ clock, ...defined({ port }) });
      addPeople(parts.simulator.world);
    },
    stop: async () => await parts.simulator?.stop(),
  };
  const app = {
    name: 'demo-app',
    async start() {
      const simulator = started(parts.simulator);
      const required = settingsFor(simulator, started(parts.folder));
      const settings = { ...QUIET, ...deps.settings, ...required };
      parts.app = await deps.createApp(loadConfig(settings, { require: 'BOT_TOKEN' }));
      await parts.app.start();
    },
    stop: async () => await parts.app?.stop(),
  };
  const workload = {
    name: 'demo-workload',
    async start() {
      await playOpening(started(parts.simulator).world);
      const runs = createDemoRunFiles(join(started(parts.folder), RUNS));
      parts.workload = createWorkload({ ...deps, ...started(parts.app).bus, runs });
      await parts.workload.start();
    },
    stop: async () => await parts.workload?.stop(),
  };

  const { start, stop } = createLifecycle([folder, simulator, app, workload], {
    clock: deps.clock,
    log: deps.log,
    stopDeadlineMs: STOP_DEADLINE_MS,
  });
  return {
    name: 'demo',
    start,
    stop,
    get pageUrl() {
      return started(parts.simulator).pageUrl;
    },
  };
}

function settingsFor(simulator: Simulator, folder: string): Environment {
  return {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    TELEGRAM_MODE: 'polling',
    ADMIN_USER_IDS: String(ANA),
    DATA_DIR: folder,
    PIPELINE_RUNS_DIR: join(folder, RUNS),
    ARCHIVE_DIR: join(folder, ARCHIVE),
  };
}

function started<T>(part: T | undefined): T {
  if (part !== undefined) return part;
  throw new JobwireError(
    'bug',
    'the demo has not started; expected `await demo.start()` before this',
  );
}
