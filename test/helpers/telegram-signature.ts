// Signs as Telegram does: the init data of a Mini App, and the answer of Telegram Login.
import { createHash, createHmac } from 'node:crypto';

type Fields = Readonly<Record<string, string | number>>;

function hashOf(fields: Fields, key: Buffer): string {
  const lines = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  return createHmac('sha256', key).update(lines.join('\n')).digest('hex');
}

/** `fields`: with `auth_date` and `user`, JSON. */
export function signInitData(botToken: string, fields: Fields): string {
  const hash = hashOf(fields, createHmac('sha256', 'WebAppData').update(botToken).digest());
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams({ ...Object.fromEntries(texts), hash }).toString();
}

export function signLogin<F extends Fields>(botToken: string, fields: F): F & { hash: string } {
  return { ...fields, hash: hashOf(fields, createHash('sha256').update(botToken).digest()) };
}

/** What Telegram gives a Mini App that this person opens now. */
export function initDataOf(
  botToken: string,
  user: { readonly id: number; readonly [name: string]: unknown },
  at = Date.now(),
): string {
  return signInitData(botToken, {
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: JSON.stringify({ first_name: 'Lea', ...user }),
    auth_date: Math.floor(at / 1_000),
    signature: 'x-y_z',
  });
}

/** What Telegram Login answers for this person now. */
export function loginOf(botToken: string, id: number, at = Date.now()) {
  return signLogin(botToken, {
    id,
    first_name: 'Lea',
    username: 'lea',
    auth_date: Math.floor(at / 1_000),
  });
}
