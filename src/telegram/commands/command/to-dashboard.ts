// Says where the dashboard is, to those who may see something there.
import { hasAnyRole } from '../../../audience/access.ts';
import type { Message } from '../../../message/message.ts';
import { DASHBOARD_PAGES, opening } from '../../../message/pages/dashboard-page.ts';
import { addressLink } from '../../../message/text/address-link.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps, CommandCall } from './command.ts';

/** The answer with a line and a button below, where there is a dashboard for this person. */
export function withDashboard(
  body: RichText,
  { member, voice }: Pick<CommandCall, 'member' | 'voice'>,
  { dashboardUrl }: Pick<ChatCommandDeps, 'dashboardUrl'>,
): Pick<Message, 'body' | 'opens'> {
  if (dashboardUrl === undefined || !hasAnyRole(member)) return { body };
  const address = addressLink(new URL(dashboardUrl));
  const line = voice.speak('dashboard-where', { address });
  return { body: join([body, line], '\n\n'), ...opening(DASHBOARD_PAGES.home, voice) };
}
