// Checks that Telegram answers and accepts the bot token.
import { z } from 'zod';
import type { Config } from '../../config/load-config.ts';
import type { Clock } from '../../runtime/clock.ts';
import { safe } from '../command/output.ts';
import { ask } from './ask.ts';
import type { DoctorFinding } from './finding.ts';

/** https://core.telegram.org/bots/api#getme */
const known = z.object({ ok: z.literal(true), result: z.object({ username: z.string() }) });

export async function checkTelegram(
  { botToken, telegramApiRoot }: Pick<Config, 'botToken' | 'telegramApiRoot'>,
  clock: Clock,
): Promise<DoctorFinding> {
  const name = 'telegram';
  if (botToken === undefined) {
    const detail = 'Telegram was not checked: BOT_TOKEN is not set.';
    const advice = 'Set BOT_TOKEN to the token from @BotFather; `jobwire start` needs it.';
    return { name, status: 'warn', detail, advice };
  }
  // Without the path, which may be secret.
  const server = new URL(telegramApiRoot).origin;
  const answered = await ask(`${telegramApiRoot}/bot${botToken.reveal()}/getMe`, clock);
  if (answered.kind === 'silent') {
    const reason = answered.code === '' ? '' : ` (${answered.code})`;
    const detail = `${server} can't be reached${reason}.`;
    const advice = 'Check the network, proxies and TELEGRAM_API_ROOT.';
    return { name, status: 'fail', detail, advice };
  }
  const { status, body } = answered;
  const me = known.safeParse(body);
  if (me.success) {
    const detail = `Telegram knows the bot as @${safe(me.data.result.username, 64)}.`;
    return { name, status: 'ok', detail };
  }
  if (status === 401 || status === 404) {
    const detail = `${server} rejects BOT_TOKEN (${status}).`;
    const advice = 'Get the token from @BotFather again, and check TELEGRAM_API_ROOT.';
    return { name, status: 'fail', detail, advice };
  }
  const detail = `${server} answered ${status}, but not like the Bot API.`;
  return { name, status: 'fail', detail, advice: 'Try again later; check TELEGRAM_API_ROOT.' };
}
