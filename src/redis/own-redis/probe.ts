// One question to a Redis on a Unix socket, by hand: a client library would hide who is not there
// behind who does not answer, and that difference decides whether a second server may start.
import { connect } from 'node:net';
import type { Clock } from '../../runtime/clock.ts';
import { systemErrorCode } from './folder.ts';

export type Probe =
  /** Ready for work. */
  | { readonly kind: 'answers'; readonly pid: number }
  /** Somebody listens, but it loads its file, hangs or is no Redis. */
  | { readonly kind: 'busy' }
  /** Nobody listens. */
  | { readonly kind: 'nobody' };

const TIMEOUT_MS = 1000;

export async function probe(socketPath: string, clock: Clock): Promise<Probe> {
  const info = await say(socketPath, { line: 'INFO', until: /^# Keyspace/m, clock });
  if (info === undefined) return { kind: 'nobody' };
  const pid = Number(/^process_id:(\d+)/m.exec(info)?.[1]);
  return pid > 0 && /^loading:0/m.test(info) ? { kind: 'answers', pid } : { kind: 'busy' };
}

/** Asks it to write its append-only file out and end. It may still be ending when this resolves. */
export async function shutDown(socketPath: string, clock: Clock): Promise<void> {
  await say(socketPath, { line: 'SHUTDOWN NOSAVE', until: /\n/, clock });
}

interface Question {
  readonly line: string;
  /** The answer is whole when it matches. */
  readonly until: RegExp;
  readonly clock: Clock;
}

/** What was answered before the end, the close or the timeout; `undefined`: nobody listens. */
function say(socketPath: string, question: Question): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${question.line}\r\n`));
    const cancel = question.clock.after(TIMEOUT_MS, () => socket.destroy());
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
      if (question.until.test(answer)) socket.destroy();
    });
    socket.on('close', () => {
      cancel();
      resolve(answer);
    });
    socket.on('error', (error) => {
      const code = systemErrorCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(undefined);
      else if (code !== 'ECONNRESET' && code !== 'EPIPE') reject(error);
    });
  });
}
