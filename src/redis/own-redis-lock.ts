// One jobwire a DATA_DIR. The lock is a listening socket: the kernel lets go of it when its process
// ends, however it ends, so that nobody has to guess from process ids whether a lock is stale.
import { once } from 'node:events';
import { link, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import type { Clock } from '../clock.ts';
import { JobwireError } from '../errors.ts';
import { codeOf, ignore } from './own-redis-folder.ts';

interface Deps {
  readonly lockPath: string;
  /** For the error text. */
  readonly dataDir: string;
  readonly clock: Clock;
}

export interface Lock {
  release(): Promise<void>;
}

/** Throws `taken` while another process holds it. */
export async function takeLock(deps: Deps): Promise<Lock> {
  for (let tries = 0; tries < 5; tries += 1) {
    const server = await listen(deps.lockPath);
    if (server !== undefined) return { release: () => close(server) };
    const holder = await ask(deps.lockPath, deps.clock);
    if (holder !== undefined) throw taken(deps.dataDir, holder);
    await clearStale(deps);
  }
  throw taken(deps.dataDir, '');
}

/** `undefined`: the name is in use, by somebody alive or dead. */
async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((asking) => {
    asking.on('error', () => {});
    asking.end(String(process.pid));
  });
  server.unref();
  server.listen(path);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    ignore('EADDRINUSE')(error);
    return undefined;
  }
}

/** The process id of the holder (`''` when it does not say), or `undefined` when nobody is there. */
function ask(path: string, clock: Clock): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let said = '';
    let cancel = () => {};
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      cancel = clock.after(500, () => socket.destroy());
    });
    socket.on('data', (text) => {
      said += text;
    });
    socket.on('close', () => {
      cancel();
      resolve(said);
    });
    socket.on('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined);
      else if (code === 'ECONNRESET' || code === 'EPIPE') resolve(said);
      else reject(error);
    });
  });
}

/**
 * Moves a dead holder's socket away. Between the question and the move another start may have
 * cleared it and taken the lock; then what was moved is alive, and goes back.
 */
async function clearStale({ lockPath, dataDir, clock }: Deps): Promise<void> {
  const aside = `${lockPath}.${clock.token(6)}`;
  try {
    await rename(lockPath, aside);
  } catch (error) {
    return ignore('ENOENT')(error);
  }
  const holder = await ask(aside, clock);
  if (holder !== undefined) await link(aside, lockPath).catch(ignore('EEXIST'));
  await unlink(aside).catch(ignore('ENOENT'));
  if (holder !== undefined) throw taken(dataDir, holder);
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}

function taken(dataDir: string, pid: string): JobwireError {
  const who = /^\d+$/.test(pid) ? `process ${pid}` : 'another process';
  return new JobwireError(
    'taken',
    `${dataDir} is in use by another jobwire (${who}); expected one jobwire a DATA_DIR: stop that one, or start this one with another folder, for example DATA_DIR=./data2`,
  );
}
