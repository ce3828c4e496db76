import { existsSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { createDemo, type Demo } from '../../src/demo/demo.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createSmallBot, type SmallBot } from './small-bot.ts';

let demo: Demo;
afterEach(() => demo.stop());

function create(settings: Record<string, string> = {}, breaks?: 'start'): SmallBot[] {
  const apps: SmallBot[] = [];
  demo = createDemo({
    clock: systemClock,
    log: silentLogger,
    settings,
    createApp(config) {
      const app = createSmallBot(config);
      apps.push(app);
      const start = () => Promise.reject(new Error('no Redis here'));
      return breaks === undefined ? app : { ...app, start };
    },
  });
  return apps;
}

function only<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('nothing there');
  return one;
}

it('starts the app with settings for the simulator and a folder of its own', async () => {
  const apps = create({ HTTP_PORT: '4711', DATA_DIR: '/nowhere', BOT_TOKEN: 'not:me' });
  await demo.start();
  const { config } = only(apps);
  expect(config).toMatchObject({ adminUserIds: [1001], httpPort: 4711, logLevel: 'warn' });
  expect(config.updates).toEqual({ kind: 'polling' });
  const { port } = new URL(config.telegramApiRoot);
  expect(demo.pageUrl).toBe(`http://localhost:${port}/`);
  expect(existsSync(config.dataDir)).toBe(true);
  for (const folder of [config.pipelineRunsDir, config.archiveDir]) {
    expect(folder?.startsWith(`${config.dataDir}/`)).toBe(true);
    expect(existsSync(folder ?? '')).toBe(true);
  }
  expect((await fetch(demo.pageUrl)).status).toBe(200);
});

it('has the dashboard at an address of its own, for Mini Apps too, with a token to sign in on a desk', async () => {
  const apps = create();
  await demo.start();
  const { config } = only(apps);
  expect(config.httpPort).toBeGreaterThan(0);
  const url = `http://127.0.0.1:${config.httpPort}`;
  expect(demo.dashboard).toEqual({ url, token: config.adminToken?.reveal() });
  expect(config).toMatchObject({ publicUrl: url, miniAppsByHttp: true });
});

it('begins with jobs once every message of the opening has an answer', async () => {
  const apps = create();
  await demo.start();
  const first = await only(apps).firstPublished;
  expect(first).toMatchObject({ event_type: 'project.registered', project_id: 'shop' });
});

it('stops the jobs first, then the app, and leaves nothing behind', async () => {
  const apps = create();
  await demo.start();
  const app = only(apps);
  const { pageUrl } = demo;
  await demo.stop();
  await demo.stop();
  expect(app.trace).toEqual(['workload stopped', 'app stopped']);
  expect(app.isRunning()).toBe(false);
  expect(existsSync(app.config.dataDir)).toBe(false);
  await expect(fetch(pageUrl)).rejects.toThrow();
});

it('undoes its start if the app does not start', async () => {
  const apps = create({}, 'start');
  await expect(demo.start()).rejects.toThrow('no Redis here');
  const { config } = only(apps);
  expect(existsSync(config.dataDir)).toBe(false);
  await expect(fetch(config.telegramApiRoot)).rejects.toThrow();
});

it('has no page before it is started', () => {
  create();
  expect(() => demo.pageUrl).toThrow(/has not started; expected/);
});
