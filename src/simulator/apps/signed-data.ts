// What Telegram signs with the bot's token, so that a web page knows who opens it: the data of a Mini App
// (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app) and of a login
// (https://core.telegram.org/widgets/login#checking-authorization).
import { createHash, createHmac } from 'node:crypto';
import { defined } from '../../runtime/defined.ts';

export interface AppUser {
  readonly id: number;
  readonly firstName: string;
  readonly username?: string;
  readonly languageCode?: string;
}

export interface AppOpening {
  readonly person: AppUser;
  readonly chat: { readonly id: number; readonly kind: string };
  readonly queryId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The `tgWebAppData` of an opened Mini App. */
export function signedInitData({ person, chat, queryId, now }: AppOpening, token: string): string {
  const { id, firstName, username, languageCode } = person;
  const user = {
    ...{ id, first_name: firstName, last_name: '' },
    ...defined({ username, language_code: languageCode }),
    allows_write_to_pm: true,
  };
  const fields = {
    query_id: queryId,
    user: JSON.stringify(user),
    chat_instance: String(chat.id * 7919),
    chat_type: chat.kind === 'private' ? 'sender' : chat.kind,
    auth_date: String(Math.floor(now / 1_000)),
  };
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  return new URLSearchParams({ ...fields, hash: hashOf(fields, secret) }).toString();
}

export interface SignedLogin {
  readonly id: number;
  readonly first_name: string;
  readonly username?: string;
  readonly auth_date: number;
  readonly hash: string;
}

/** What a page that asked for a login gets back. */
export function signedLogin(person: AppUser, now: number, token: string): SignedLogin {
  const { id, firstName, username } = person;
  const fields = {
    ...{ id, first_name: firstName, auth_date: Math.floor(now / 1_000) },
    ...defined({ username }),
  };
  const secret = createHash('sha256').update(token).digest();
  return { ...fields, hash: hashOf(fields, secret) };
}

function hashOf(fields: object, secret: Buffer): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return createHmac('sha256', secret).update(lines.sort().join('\n')).digest('hex');
}
