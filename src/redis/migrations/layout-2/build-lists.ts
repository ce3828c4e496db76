// Lists of requests (by when they were asked, by deadline, by what is due) and the tokens of their buttons.
import type { Former, Staging } from '../migration.ts';
import { hashFields, membersOf } from '../pages.ts';
import type { RequestKeys } from './build-requests.ts';

const BY_ID = ['pending', 'deadlines', 'unheard'];

/** What names a request that is not kept has nothing to find any more, and goes. */
export async function buildLists(
  former: Former,
  next: Staging,
  requests: RequestKeys,
): Promise<void> {
  await next.remove('approvals:all');
  for (const list of BY_ID) await buildList(former, next, { list, keyOf: requests.keyOf });
  await buildList(former, next, {
    list: 'reminders',
    keyOf: (member) => withKey(/^(\d+ )(.*)$/s, member, requests),
  });
  for await (const [token, text] of hashFields(former.redis, `${former.prefix}taps`)) {
    const cut = text.lastIndexOf('\n');
    const key = requests.keyOf(text.slice(0, cut));
    if (key !== undefined) await next.add('HSET', 'taps', token, key + text.slice(cut));
  }
  await next.remove('taps');
}

interface List {
  readonly list: string;
  readonly keyOf: (member: string) => string | undefined;
}

async function buildList(former: Former, next: Staging, { list, keyOf }: List): Promise<void> {
  const name = `approvals:${list}`;
  for await (const [member, score] of membersOf(former.redis, former.prefix + name)) {
    const key = keyOf(member);
    if (key !== undefined) await next.add('ZADD', name, score, key);
  }
  await next.remove(name);
}

/** The text with a key in the place of the id, which `form` has as its second part. */
export function withKey(form: RegExp, text: string, requests: RequestKeys): string | undefined {
  const [, before, id] = form.exec(text) ?? [];
  const key = id === undefined ? undefined : requests.keyOf(id);
  return key === undefined ? undefined : `${before}${key}`;
}
