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
import { findFreePort } from './free-port.ts';
import { ANA, addPeople, playOpening } from './opening.ts';
import { createWorkload } from './workload.ts';

export interface Demo extends Service {
  /** The page on which to chat as Ana, Ben or Cleo. Throws `bug` before `start` resolved. */
  readonly pageUrl: string;
  /** The same pages on a desk, and how to sign in there. Throws like `pageUrl`. */
  readonly dashboard: DemoDashboard;
}

interface DemoDashboard {
  readonly url: string;
  /** Of an admin; made for this demo. */
  readonly token: string;
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
  /** Settings of the app besides those that the demo needs, like HTTP_PORT (default: any free one). */
  readonly settings?: Environment;
}

const STOP_DEADLINE_MS = 10_000;
/** Five systems publish at once: fewer, longer messages are easier to read. */
const QUIET = { LOG_LEVEL: 'warn', BATCH_WINDOW_MS: '4000' };
/** Subfolders of the demo's folder. */
const RUNS = 'runs';
const ARCHIVE = 'archive';
const TOKEN_BYTES = 24;

export function createDemo(deps: Deps): Demo {
  const parts: Parts = {};

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
      parts.simulator = await startSimulator({ clock, appsByHttp: true, ...defined({ port }) });
      addPeople(parts.simulator.world);
    },
    stop: async () => await parts.simulator?.stop(),
  };
  const app = {
    name: 'demo-app',
    async start() {
      const simulator = started(parts.simulator);
      const dashboard = await placeDashboard(deps);
      const required = settingsFor(simulator, started(parts.folder));
      const settings = { ...QUIET, ...deps.settings, ...required, ...settingsOf(dashboard) };
      const config = loadConfig(settings, { require: 'BOT_TOKEN' });
      parts.app = await deps.createApp({ ...config, miniAppsByHttp: true });
      parts.dashboard = dashboard;
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
      return onLocalhost(started(parts.simulator).pageUrl);
    },
    get dashboard() {
      return started(parts.dashboard);
    },
  };
}

interface Parts {
  folder?: string;
  simulator?: Simulator;
  dashboard?: DemoDashboard;
  app?: DemoApp;
  workload?: Service;
}

/**
 * Another host than that of the dashboard: as with Telegram on the web, browsers send no cookie to the Mini App, and
 * somebody who is signed in on a desk stays who they are there.
 */
function onLocalhost(address: string): string {
  const url = new URL(address);
  url.hostname = 'localhost';
  return url.href;
}

async function placeDashboard({ clock, settings = {} }: Deps): Promise<DemoDashboard> {
  const port = settings.HTTP_PORT ?? String(await findFreePort());
  return { url: `http://127.0.0.1:${port}`, token: clock.token(TOKEN_BYTES) };
}

function settingsOf({ url, token }: DemoDashboard): Environment {
  return { HTTP_PORT: new URL(url).port, PUBLIC_URL: url, ADMIN_TOKEN: token };
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
