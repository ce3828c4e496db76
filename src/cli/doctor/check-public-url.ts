// Checks whether people can open the dashboard where PUBLIC_URL says.
import { z } from 'zod';
import type { Config } from '../../config/load-config.ts';
import type { Clock } from '../../runtime/clock.ts';
import { safe } from '../command/output.ts';
import { type Answered, ask } from './ask.ts';
import type { DoctorFinding } from './finding.ts';

const alive = z.object({ status: z.literal('alive') });

export async function checkPublicUrl(
  { publicUrl, miniAppsByHttp }: Pick<Config, 'publicUrl' | 'miniAppsByHttp'>,
  clock: Clock,
): Promise<DoctorFinding> {
  const name = 'PUBLIC_URL';
  if (publicUrl === undefined) {
    const detail =
      'Not set: messages have no button that opens the dashboard, and the menu button of private chats lists the commands.';
    return { name, status: 'ok', detail };
  }
  const url = new URL(publicUrl);
  const place = safe(url.origin, 100);
  const isOpened = miniAppsByHttp === true || url.protocol === 'https:';
  if (!miniAppsByHttp && !isPublicHost(url.hostname)) {
    const detail = `${place} leads nowhere on a phone, and Telegram refuses it in buttons: messages have none that opens the dashboard.`;
    return { name, status: 'warn', detail, advice: EXPECTED };
  }
  if (!isOpened) {
    const detail = `${place} has no https: Telegram opens no dashboard within the app, so the menu button lists the commands, and buttons are links.`;
    return { name, status: 'warn', detail, advice: EXPECTED };
  }
  const answered = await ask(`${publicUrl.replace(/\/+$/, '')}/healthz`, clock);
  const isAlive = answered.kind === 'answered' && alive.safeParse(answered.body).success;
  if (isAlive) {
    const detail = `Messages and the menu button of private chats open the dashboard at ${place}.`;
    return { name, status: 'ok', detail };
  }
  const detail = `${place} ${problemOf(answered)}.`;
  return { name, status: 'warn', detail, advice: UNREACHED };
}

function problemOf(answered: Answered): string {
  if (answered.kind === 'answered') return `answers ${answered.status}, but not like jobwire`;
  return `can't be reached from here${answered.code === '' ? '' : ` (${answered.code})`}`;
}

const UNREACHED =
  'Start jobwire, and have a proxy pass this address on to HTTP_HOST and HTTP_PORT. Where it is only reached from elsewhere, ignore this.';

const EXPECTED = 'Expected is an https address that phones reach, like https://jobs.example.org.';

/** A host without a dot Telegram refuses, one of the machine itself no phone reaches. */
function isPublicHost(host: string): boolean {
  return host.includes('.') && !/^127\.|^0\.0\.0\.0$|\.localhost$/.test(host);
}
