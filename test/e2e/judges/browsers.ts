// Chromium and Firefox as judges: each opens a page that listens with its own EventSource and WebSocket, and posts what
// it hears.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One thing that a page heard, numbered by it. */
export interface PageNews {
  readonly number: number;
  readonly from: 'stream' | 'socket';
  readonly id: string;
}

/** `/<name>/page` listens below `/<name>`. A socket that closes is opened again, as pages have to do themselves. */
export function listeningPage(types: readonly string[], query: string): string {
  return `<!doctype html><title>Listening</title><script>
const base = location.pathname.replace('/page', '');
let number = 0;
const tell = (from, id) =>
  fetch(base + '/heard', { method: 'POST', body: JSON.stringify({ number: number++, from, id }) });
const source = new EventSource(base + '/events?${query}');
for (const type of ${JSON.stringify(types)})
  source.addEventListener(type, ({ data }) => tell('stream', JSON.parse(data).event_id));
function listen() {
  const socket = new WebSocket('ws://' + location.host + base + '/ws/jobs');
  socket.onmessage = ({ data }) => tell('socket', JSON.parse(data).payload.id);
  socket.onopen = () => tell('socket', 'open');
  socket.onclose = () => setTimeout(listen, 200);
}
listen();
</script>`;
}

export interface Browser {
  close(): Promise<void>;
}

interface Program {
  readonly paths: readonly string[];
  args(folder: string, url: string): readonly string[];
}

const PROGRAMS = {
  chromium: {
    paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    args: (folder, url) => [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--disable-dev-shm-usage', `--user-data-dir=${folder}`, url],
    ],
  },
  firefox: {
    paths: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
    args: (folder, url) => ['--headless', '--no-remote', '--profile', folder, url],
  },
} satisfies Readonly<Record<string, Program>>;

export type BrowserName = keyof typeof PROGRAMS;
export const BROWSERS = Object.keys(PROGRAMS) as BrowserName[];

export async function openBrowser(name: BrowserName, url: string): Promise<Browser> {
  const { paths, args } = PROGRAMS[name];
  const command = paths.find((path) => existsSync(path));
  if (command === undefined) throw new Error(`expected ${name}: node scripts/prepare.mjs ${name}`);
  const folder = await mkdtemp(join(tmpdir(), `jobwire-${name}-`));
  const { PATH = '' } = process.env;
  const child = spawn(command, args(folder, url), {
    // A group of its own, because browsers have many processes.
    detached: true,
    env: { PATH, HOME: folder },
    stdio: 'ignore',
  });
  const { pid } = child;
  return {
    async close() {
      const exited = once(child, 'exit');
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
