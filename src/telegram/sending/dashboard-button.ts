// The button that opens a page of the dashboard: in private as a Mini App within Telegram, elsewhere as a link,
// since Telegram refuses Mini Apps in the buttons of groups (BUTTON_TYPE_INVALID).
import type { InlineKeyboardButton } from 'grammy/types';
import type { Message } from '../../message/message.ts';

export interface DashboardAddress {
  /** Without a trailing slash. */
  readonly url: string;
  /** The server opens Mini Apps by http too. Telegram does not. */
  readonly appsByHttp?: boolean;
}

/** `undefined` where Telegram would refuse it. */
export type DashboardButton = (
  page: NonNullable<Message['opens']>,
  chatId: number,
) => InlineKeyboardButton | undefined;

/** The address as Telegram opens it within the app; `undefined` where it can't. */
export function miniAppUrl(address: DashboardAddress | undefined): string | undefined {
  if (address === undefined || !isPublic(address)) return undefined;
  const isOpened = address.appsByHttp === true || new URL(address.url).protocol === 'https:';
  return isOpened ? address.url : undefined;
}

export function createDashboardButton(address: DashboardAddress | undefined): DashboardButton {
  const app = miniAppUrl(address);
  const link = address !== undefined && isPublic(address) ? address.url : undefined;
  return ({ label: text, path }, chatId) => {
    if (app !== undefined && chatId > 0) return { text, web_app: { url: `${app}${path}` } };
    return link === undefined ? undefined : { text, url: `${link}${path}` };
  };
}

/**
 * Whether Telegram takes it as an address: it refuses a host without a dot, like localhost (LinkManager in the source
 * of TDLib). One of the machine itself leads nowhere on a phone.
 */
function isPublic({ url, appsByHttp }: DashboardAddress): boolean {
  const { hostname } = new URL(url);
  if (appsByHttp === true) return true;
  const isLocal = /^127\.|^0\.0\.0\.0$|\.localhost$/.test(hostname);
  return !isLocal && hostname.includes('.');
}
