// One jobwire a DATA_DIR. The lock is a listening socket: the kernel lets go of it when its process
// ends, however it ends, so that nobody has to guess from process ids whether a lock is stale.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { ignore, systemErrorCode } from './folder.ts';

interface Deps {
  readonly lockPath: string;
  /** For the error text. */
  readonly dataDir: string;
  readonly clock: Clock;
}

export interface Lock {
  release(): Promise<void>;
}

const TRIES = 50;
const AGAIN_MS = 20;

/** Throws `taken` while another process holds it. */
export async function acquireLock(deps: Deps): Promise<Lock> {
  const { lockPath, dataDir, clock } = deps;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const server = (await listen(lockPath)) ?? (await replaceStale(deps));
    if (server !== undefined) return { release: () => close(server) };
    await clock.sleep(AGAIN_MS);
  }
  throw taken(dataDir, '');
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
    if (!path.startsWith('\0')) await chmod(path, 0o600);
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
      const code = systemErrorCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined);
      else if (code === 'ECONNRESET' || code === 'EPIPE') resolve(said);
      else reject(error);
    });
  });
}

/**
 * Takes a dead holder's place; `undefined` while another start is at it. Only one start at a time may
 * look and clear, or it would clear away the lock of one that was faster.
 */
async function replaceStale({ lockPath, dataDir, clock }: Deps): Promise<Server | undefined> {
  const holder = await ask(lockPath, clock);
  if (holder !== undefined) throw taken(dataDir, holder);
  const turn = await listen(turnName(lockPath));
  if (turn === undefined) return undefined;
  try {
    const faster = await ask(lockPath, clock);
    if (faster !== undefined) throw taken(dataDir, faster);
    await unlink(lockPath).catch(ignore('ENOENT'));
    return await listen(lockPath);
  } finally {
    await close(turn);
  }
}

/** A name that goes with its process and leaves no file: Linux has such sockets, others get a path. */
function turnName(lockPath: string): string {
  const name = createHash('sha256').update(lockPath).digest('hex').slice(0, 32);
  return process.platform === 'linux' ? `\0jobwire-${name}` : `${lockPath}.${name.slice(0, 6)}`;
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
