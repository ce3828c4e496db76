// Checks whether jobwire runs here, and whether all its components work.
import { z } from 'zod';
import type { Config } from '../../config/load-config.ts';
import type { Clock } from '../../runtime/clock.ts';
import { safe } from '../command/output.ts';
import { ask } from './ask.ts';
import type { DoctorFinding } from './finding.ts';

const MAX_LENGTH = 200;
const readiness = z.object({
  status: z.string(),
  components: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});

export async function checkHttp(
  { httpHost, httpPort }: Pick<Config, 'httpHost' | 'httpPort'>,
  clock: Clock,
): Promise<DoctorFinding> {
  const name = 'http';
  if (httpPort === 0) {
    const detail = 'HTTP_PORT is 0, so the port of a running jobwire is not known.';
    return { name, status: 'ok', detail };
  }
  const place = `${hostToAsk(httpHost)}:${httpPort}`;
  const answered = await ask(`http://${place}/readyz`, clock);
  if (answered.kind === 'silent' && answered.code === 'ECONNREFUSED') {
    return { name, status: 'ok', detail: `No jobwire runs on ${place}.` };
  }
  const found = readiness.safeParse(answered.kind === 'answered' ? answered.body : undefined);
  if (!found.success) {
    const detail = `Something listens on ${place} that is not jobwire, or does not answer.`;
    const advice = 'Set HTTP_PORT to a free port, for example 8081.';
    return { name, status: 'fail', detail, advice };
  }
  const parts = Object.entries(found.data.components);
  const broken = parts.filter(([, { ok }]) => !ok);
  if (broken.length === 0) {
    const names = parts.map(([part]) => safe(part, MAX_LENGTH)).join(', ');
    return { name, status: 'ok', detail: `jobwire on ${place} works: ${names}.` };
  }
  const said = broken.map(([part, { detail = '' }]) => safe(`${part} (${detail})`, MAX_LENGTH));
  const detail = `jobwire on ${place} does not work completely: ${said.join(', ')}.`;
  return {
    name,
    status: 'fail',
    detail,
    advice: 'Fix what these components need; see the log for details.',
  };
}

/** A server that listens on all addresses is checked on the local one. */
function hostToAsk(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
