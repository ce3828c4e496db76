// Bytes sent as they are, and everything that comes back until the connection ends.
import { connect, type Socket } from 'node:net';
import { inTime } from '../../helpers/wait.ts';

export interface RawAnswer {
  /** Of the first answer that is final; 0 when the connection ended without any. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** All of it. */
  readonly text: string;
}

/** Rejects when the connection is not ended by the server in time. */
export async function sendRaw(port: number, ...pieces: readonly (string | Buffer)[]) {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  return readAll(socket, String(pieces[0]).slice(0, 300));
}

export async function readAll(socket: Socket, what: string): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const text = () => Buffer.concat(chunks).toString('latin1');
  const options = { saw: () => chunks.length, patienceMs: 60_000 };
  // Not by `once`, which rejects when the connection is reset.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await inTime(closed, `the end of ${what}`, options);
  return { ...partsOf(text()), text: text() };
}

function partsOf(text: string): Pick<RawAnswer, 'status' | 'head' | 'body'> {
  const final = text.replace(/^(HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '');
  const end = final.indexOf('\r\n\r\n');
  const [head, body] = end < 0 ? [final, ''] : [final.slice(0, end), final.slice(end + 4)];
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body };
}
