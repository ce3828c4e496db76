// Checks how updates come: whether Telegram posts them where it should, and what it reports of that.
import { z } from 'zod';
import type { Config } from '../../config/load-config.ts';
import type { Clock } from '../../runtime/clock.ts';
import { safe } from '../command/output.ts';
import { ask } from './ask.ts';
import type { DoctorFinding } from './finding.ts';

/** https://core.telegram.org/bots/api#webhookinfo */
const webhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.number(),
  last_error_date: z.number().optional(),
  last_error_message: z.string().optional(),
});
type Info = z.infer<typeof webhookInfo>;
const known = z.object({ ok: z.literal(true), result: webhookInfo });

type Found = Omit<DoctorFinding, 'name'>;

/** https://core.telegram.org/bots/api#setwebhook */
const PORTS = ['', '80', '88', '443', '8443'];
const ANOTHER =
  'Another program uses this bot: stop it, or give jobwire a bot of its own from @BotFather.';

/** Nothing where Telegram does not answer: `telegram` reports that. */
export async function checkWebhook(
  config: Pick<Config, 'botToken' | 'telegramApiRoot' | 'updates'>,
  clock: Clock,
): Promise<DoctorFinding[]> {
  const { botToken, telegramApiRoot, updates } = config;
  if (botToken === undefined) return [];
  const answered = await ask(`${telegramApiRoot}/bot${botToken.reveal()}/getWebhookInfo`, clock);
  const found = known.safeParse(answered.kind === 'answered' ? answered.body : undefined);
  if (!found.success) return [];
  const info = found.data.result;
  const finding =
    updates.kind === 'webhook' ? ofWebhook(info, updates.url, clock.now()) : ofPolling(info);
  return [{ name: 'updates', ...finding }];
}

function ofPolling(info: Info): Found {
  if (info.url === '') {
    return { status: 'ok', detail: `Updates are fetched by polling${waiting(info)}.` };
  }
  const detail = `Updates are to be fetched by polling, but Telegram posts them to ${origin(info.url)}${waiting(info)}. While it does, it answers 409 to polling.`;
  const advice = `jobwire removes that webhook when it starts. If it comes back: ${ANOTHER}`;
  return { status: 'warn', detail, advice };
}

function ofWebhook(info: Info, url: string, nowMs: number): Found {
  const { port } = new URL(url);
  if (!PORTS.includes(port)) {
    const detail = `WEBHOOK_URL has port ${port}; Telegram posts to 443, 80, 88 and 8443 only.`;
    return { status: 'fail', detail, advice: 'Let a proxy listen on one of these ports.' };
  }
  if (info.url === '') {
    const detail = `Telegram has no webhook of this bot yet${waiting(info)}; jobwire sets it when it starts.`;
    return { status: 'ok', detail };
  }
  if (info.url !== url) {
    const detail = `Telegram posts updates to ${origin(info.url)}, not to WEBHOOK_URL at ${origin(url)}${waiting(info)}.`;
    const advice = `jobwire sets its own address when it starts. If it runs: ${ANOTHER}`;
    return { status: 'warn', detail, advice };
  }
  return ofDelivery(info, url, nowMs);
}

/** An error with nothing left to deliver is over. */
function ofDelivery(info: Info, url: string, nowMs: number): Found {
  const { last_error_date: at, last_error_message: message } = info;
  const detail = `Telegram posts updates to ${origin(url)}${waiting(info)}`;
  if (at === undefined || message === undefined) return { status: 'ok', detail: `${detail}.` };
  const minutes = Math.max(0, Math.round((nowMs / 1_000 - at) / 60));
  const error = `its last error, ${minutes} min ago: ${safe(message, 200)}`;
  if (info.pending_update_count === 0) return { status: 'ok', detail: `${detail}; ${error}.` };
  const advice =
    'WEBHOOK_URL has to lead to POST /telegram/webhook of a running jobwire, by https with a certificate that others trust. A 401 means that something changes the header X-Telegram-Bot-Api-Secret-Token on the way.';
  return { status: 'fail', detail: `${detail}; ${error}.`, advice };
}

function waiting({ pending_update_count: count }: Info): string {
  if (count === 0) return '';
  return count === 1 ? '; 1 waits at Telegram' : `; ${count} wait at Telegram`;
}

/** Without the path, which may be secret. */
function origin(url: string): string {
  return URL.canParse(url) ? safe(new URL(url).origin, 100) : 'an address';
}
