// `jobwire invite`: a link that gives whoever opens it first a role, for operators without Telegram at hand.
import { z } from 'zod';
import { type Grant, ROLES } from '../../audience/access.ts';
import { INVITATION_MS, invitationLink } from '../../audience/invitations/invitation.ts';
import type { Config } from '../../config/load-config.ts';
import { isWritableId } from '../../event/id-limit.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { terminalUser } from '../approvals/terminal-user.ts';
import { type CommandArgs, defineCommand, wrongUsage } from '../command/command.ts';
import { printJson, printToStderr } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { ask } from '../doctor/ask.ts';
import { invitationJson, invitationLine } from './invitation-line.ts';

const ATTEMPT_BYTES = 16;
/** https://core.telegram.org/bots/api#getme */
const known = z.object({ ok: z.literal(true), result: z.object({ username: z.string() }) });

const options = { project: { type: 'string' }, json: { type: 'boolean' } } as const;

export const invite = defineCommand({
  usage: 'invite <viewer|approver|admin> [--project P] [--json]',
  example: 'invite approver --project shop',
  about:
    'Invites somebody, and prints a link. Whoever opens it first gets the role: once, within 24 hours,\n' +
    'unless it is revoked. Without BOT_TOKEN, or while Telegram does not answer, it prints the code:\n' +
    'sent to the bot as `/start CODE` it does the same.\n\n' +
    '  --project  the only project that the role is for; default: all\n' +
    '  --json     { id, role, project_id, link, code, created_at, expires_at }',
  options,
  async run(args, { clock }) {
    const grant = readGrant(args);
    return withTools({ clock }, async ({ invitations }, config) => {
      const { invitation, code } = await invitations.create({
        grant,
        by: { via: 'cli', name: terminalUser() },
        lifetimeMs: INVITATION_MS,
        attempt: clock.token(ATTEMPT_BYTES),
      });
      const bot = await botName(config, clock);
      const link = bot === undefined ? undefined : invitationLink(bot, code);
      if (args.values.json) {
        printJson({ ...invitationJson(invitation), ...defined({ link }), code });
        return 0;
      }
      printToStderr(invitationLine(invitation));
      printToStderr(
        link === undefined
          ? 'Whoever first sends /start and this code to the bot gets the role; shown only this once:'
          : 'Whoever opens this link first gets the role; shown only this once:',
      );
      print(link ?? code);
      return 0;
    });
  },
});

function readGrant({ values, positionals }: CommandArgs<typeof options>): Grant {
  const [given, surplus] = positionals;
  const { project: projectId } = values;
  const role = ROLES.find((one) => one === given);
  if (given === undefined) throw wrongUsage('the role is missing');
  if (role === undefined) {
    throw wrongUsage(`"${given}" is not a role; expected one of ${ROLES.join(', ')}`);
  }
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  if (projectId !== undefined && !isWritableId(projectId)) {
    throw wrongUsage('--project must be the id of a project, like shop');
  }
  return { role, ...defined({ projectId }) };
}

async function botName(
  { botToken, telegramApiRoot }: Pick<Config, 'botToken' | 'telegramApiRoot'>,
  clock: Clock,
): Promise<string | undefined> {
  if (botToken === undefined) return undefined;
  const answered = await ask(`${telegramApiRoot}/bot${botToken.reveal()}/getMe`, clock);
  const me = known.safeParse(answered.kind === 'silent' ? undefined : answered.body);
  return me.data?.result.username;
}
