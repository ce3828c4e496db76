// The demo: a simulated Telegram, the app on it, three people and jobs that never end.

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
  /** Works between `start` and `stop` of the app. */
  readonly bus: DemoBus;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the chat page; default: any free one. */
  readonly port?: number;
  createApp(config: BotConfig): DemoApp | Promise<DemoApp>;
  /** Settings of the app beside those that the demo needs, like HTTP_PORT (default 0). */
  readonly settings?: Environment;
}

const STOP_DEADLINE_MS = 10_000;
/** Five systems talk at once: few messages, each with more in it, are easier to read. */
const QUIET = { HTTP_PORT: '0', LOG_LEVEL: 'warn', BATCH_WINDOW_MS: '4000' };
/** Folders in that of the demo. */
const RUNS = 'runs';
const ARCHIVE = 'archive';

export function createDemo(deps: Deps): Demo {
  const made: { folder?: string; simulator?: Simulator; app?: DemoApp; workload?: Service } = {};

  const folder = {
    name: 'demo-folder',
    async start() {
      made.folder = await mkdtemp(join(tmpdir(), 'jobwire-demo-'));
      for (const name of [RUNS, ARCHIVE]) await mkdir(join(made.folder, name));
    },
    async stop() {
      if (made.folder !== undefined) await rm(made.folder, { recursive: true, force: true });
    },
  };
  const simulator = {
    name: 'demo-simulator',
    async start() {
      const { clock, port } = deps;
      made.simulator = await startSimulator({ clock, ...defined({ port }) });
      addPeople(made.simulator.world);
    },
    stop: async () => await made.simulator?.stop(),
  };
  const app = {
    name: 'demo-app',
    async start() {
      const there = need(made.simulator);
      const needed = settingsFor(there, need(made.folder));
      const settings = { ...QUIET, ...deps.settings, ...needed };
      made.app = await deps.createApp(loadConfig(settings, { require: 'BOT_TOKEN' }));
      await made.app.start();
    },
    stop: async () => await made.app?.stop(),
  };
  const workload = {
    name: 'demo-workload',
    async start() {
      await playOpening(need(made.simulator).world);
      const runs = createDemoRunFiles(join(need(made.folder), RUNS));
      made.workload = createWorkload({ ...deps, ...need(made.app).bus, runs });
      await made.workload.start();
    },
    stop: async () => await made.workload?.stop(),
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
      return need(made.simulator).pageUrl;
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

function need<T>(part: T | undefined): T {
  if (part !== undefined) return part;
  throw new JobwireError(
    'bug',
    'a part of the demo was asked for too early; expected that start() resolved before, like `await demo.start()`',
  );
}
