// Signing in with Telegram by a plain link: no script of theirs runs here. Telegram comes back to this page with
// what it knows in the part of the address that is sent to no server.
import { request } from '../api/request.ts';

const RESULT = /^#tgAuthResult=([\w-]+={0,2})$/;

interface Ways {
  readonly telegram_login?: { readonly bot_id: number; readonly url: string };
}

/** `undefined`: the server offers none, or Telegram would not log in to this page, because it does so by https only. */
export async function telegramLoginUrl(): Promise<string | undefined> {
  const answer = await request<Ways>('/api/v1/session/ways');
  const bot = answer.kind === 'ok' ? answer.body.telegram_login : undefined;
  if (bot === undefined) return undefined;
  const url = new URL(bot.url);
  if (url.protocol !== location.protocol) return undefined;
  url.searchParams.set('bot_id', String(bot.bot_id));
  url.searchParams.set('origin', location.origin);
  url.searchParams.set('request_access', 'write');
  url.searchParams.set('return_to', location.origin + location.pathname + location.search);
  return url.href;
}

/** What Telegram came back with, if it did. */
export function telegramLoginIn(hash: string): Record<string, unknown> | undefined {
  const encoded = RESULT.exec(hash)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const base64 = encoded.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && 'hash' in value ? value : undefined;
  } catch {
    return undefined;
  }
}
