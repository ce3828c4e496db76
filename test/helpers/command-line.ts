// One use of the command line: the built program, until it ends.
import { once } from 'node:events';
import { type Settings, spawnProgram } from './program.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `HTTP_PORT` is 0 unless given, so that nothing else on this machine is asked. */
export async function jobwire(settings: Settings, ...args: readonly string[]): Promise<Ended> {
  const child = spawnProgram({ HTTP_PORT: '0', ...settings }, args);
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    said.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}
