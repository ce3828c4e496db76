import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type JoinedScript, joinScript } from '../helpers/joined-script.ts';

let program: JoinedScript;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await joinScript(new URL('./watched-program.ts', import.meta.url));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await program.remove();
});

interface Watched {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Resolves with exit code and signal. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;
  said(text: string): Promise<void>;
}

/** Runs watched-program.ts as a process of its own. */
async function watched(part: string): Promise<Watched> {
  const child = spawn(process.execPath, [program.path, part], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const ended = once(child, 'close') as Watched['ended'];
  const isOver = ended.then(() => {
    throw new Error(`it ended early:\n${stdout}${stderr}`);
  });
  isOver.catch(() => {});
  async function said(text: string): Promise<void> {
    while (!stdout.includes(text)) {
      await Promise.race([isOver, once(child.stdout ?? child, 'data')]);
    }
  }
  await said('up');
  return { child, stderr: () => stderr, ended, said };
}

describe.concurrent('the watchdog', { timeout: 60_000 }, () => {
  it('ends a process whose event loop is blocked, with one log line', async () => {
    const { ended, stderr } = await watched('hangs');
    expect(await ended).toEqual([null, 'SIGABRT']);
    // Node itself may have something to say of an abort.
    const lines = stderr()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      msg: 'event_loop_hangs',
      silentMs: 600,
    });
  });

  it('bears an event loop that is busy and beats now and then', async () => {
    const { ended, stderr } = await watched('is-busy');
    expect(await ended).toEqual([0, null]);
    expect(stderr()).toBe('');
  });

  it('does not take a process that was stopped as a whole for one that hangs', async () => {
    const { child, ended, stderr, said } = await watched('is-paused');
    child.kill('SIGSTOP');
    await systemClock.sleep(2_000);
    child.kill('SIGCONT');
    await said('went on');
    expect(await ended).toEqual([0, null]);
    expect(stderr()).toBe('');
  });

  it('watches nothing any more once it was stopped, and keeps no process alive', async () => {
    for (const part of ['stops-watching', 'does-nothing']) {
      const { ended } = await watched(part);
      expect(await ended).toEqual([0, null]);
    }
  });
});
