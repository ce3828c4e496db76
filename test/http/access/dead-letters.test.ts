// /api/v1/dead-letters: who looks at them, tries one again and drops one, and what each answer says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RedriveResult } from '../../../src/intake/redrive.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
let log: LogBook;
let redriven: RedriveResult;
let tried: string[];
beforeEach(async () => {
  log = createLogBook();
  tried = [];
  const redrive = async (id: string) => {
    tried.push(id);
    return redriven;
  };
  port = await startHttpApi({ log, redrive });
});
afterEach(() => port.stop());

const PATH = '/api/v1/dead-letters';
interface Page {
  readonly dead_letters: readonly { readonly id: string; readonly raw: string }[];
  readonly count: number;
  readonly next: string | null;
}
const page = async (query = '') => (await (await port.get(PATH + query, 'admin')).json()) as Page;
const idsOf = ({ dead_letters }: Page) => dead_letters.map(({ id }) => id);

describe('dead letters', () => {
  it('are listed with what was wrong, the newest first', async () => {
    port.deadLetters.bury();
    const newest = port.deadLetters.bury({ stage: 'delivering', attempts: 20, reason: 'kicked' });
    expect(await page()).toEqual({
      dead_letters: [
        {
          id: newest.id,
          stage: 'delivering',
          source: newest.source,
          entry_id: newest.entryId,
          reason: 'kicked',
          raw: newest.raw,
          is_cut: false,
          attempts: 20,
          failed_at: newest.failedAt,
        },
        expect.objectContaining({ stage: 'decoding' }),
      ],
      count: 2,
      next: null,
    });
    expect(idsOf(await page('?stage=delivering'))).toEqual([newest.id]);
  });

  it('come page by page, each once', async () => {
    const ids = Array.from({ length: 25 }, () => port.deadLetters.bury().id).reverse();
    const found: string[] = [];
    let cursor = '';
    for (let pages = 1; ; pages += 1) {
      const answer = await page(`?limit=12${cursor}`);
      found.push(...idsOf(answer));
      if (answer.next === null) {
        expect(pages).toBe(3);
        break;
      }
      cursor = `&cursor=${answer.next}`;
    }
    expect(found).toEqual(ids);
    expect((await page('?limit=25')).next).toBeNull();
  });

  it('show the beginning of a long message, and no credential', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    port.deadLetters.bury({ raw: `token=${token} ${'x'.repeat(1_000_000)}`, reason: token });
    const [letter] = (await page()).dead_letters;
    expect(letter).toMatchObject({ is_cut: true });
    expect(letter?.raw).toHaveLength(2_000);
    expect(JSON.stringify(letter)).not.toContain(token);
  });

  it('never end inside a character', async () => {
    port.deadLetters.bury({ raw: `x${'😀'.repeat(2_000)}` });
    const [letter] = (await page()).dead_letters;
    expect(letter?.raw).toBe(`x${'😀'.repeat(999)}`);
  });

  it.each(['?limit=0', '?limit=101', '?stage=lost', '?cursor=x', '?cursor=1-2-3'])(
    'asked for with %s say what was expected',
    async (query) => {
      const answer = await port.get(PATH + query, 'admin');
      expect(answer.status).toBe(400);
      expect((await problemOf(answer)).detail).toMatch(/expected .* like /);
    },
  );
});

describe('a dead letter that is tried again', () => {
  const retry = async (id: string, token = 'admin') =>
    port.send('POST', `${PATH}/${id}/retry`, { token });

  it.each([
    [
      { kind: 'journalled', eventId: 'e1' },
      { result: 'journalled', event_id: 'e1' },
    ],
    [
      { kind: 'routed', eventId: 'e1' },
      { result: 'routed', event_id: 'e1' },
    ],
    [
      { kind: 'queued', follower: 'follower:archive' },
      { result: 'queued', follower: 'follower:archive' },
    ],
    [
      { kind: 'requeued', chatId: -42 },
      { result: 'requeued', chat_id: -42 },
    ],
  ] as const)('and taken says what became of it: %j', async (result, body) => {
    redriven = result;
    const { id } = port.deadLetters.bury();
    const answer = await retry(id);
    expect([answer.status, await answer.json()]).toEqual([202, body]);
    expect(tried).toEqual([id]);
    expect(log.lines).toMatchObject([
      { name: 'dead_letter_retried', fields: { letter: id, result: result.kind, by: 'test' } },
    ]);
  });

  it.each([
    ['decoding', 422, 'dead_letter_unusable'],
    ['routing', 422, 'dead_letter_unusable'],
    ['following', 409, 'dead_letter_outdated'],
    ['delivering', 409, 'dead_letter_outdated'],
  ] as const)(
    'and stays dead at the stage %s is %i, with the reason',
    async (stage, status, code) => {
      redriven = { kind: 'still_dead', reason: 'It contains no readable event.' };
      const answer = await retry(port.deadLetters.bury({ stage }).id);
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({
        type: `urn:jobwire:problem:${code}`,
        detail: expect.stringContaining('It contains no readable event.'),
      });
    },
  );

  it('and is not there, or is gone by then, is 404', async () => {
    redriven = { kind: 'unknown' };
    expect((await retry('1-0')).status).toBe(404);
    expect(tried).toEqual([]);
    expect((await retry(port.deadLetters.bury().id)).status).toBe(404);
  });
});

describe('a dead letter that is dropped', () => {
  it('is gone, once, and in the log with who dropped it', async () => {
    const { id } = port.deadLetters.bury();
    const drop = () => port.send('DELETE', `${PATH}/${id}`, { token: 'admin' });
    expect([(await drop()).status, (await drop()).status]).toEqual([204, 404]);
    expect(await page()).toEqual({ dead_letters: [], count: 0, next: null });
    expect(log.lines).toEqual([
      { level: 'info', name: 'dead_letter_dropped', fields: { letter: id, by: 'test' } },
    ]);
  });
});

it.each([
  [undefined, 401],
  ['reader', 403],
  ['decider', 403],
  ['admin-of-a', 403],
])('dead letters are not for %s, who gets %i and changes nothing', async (token, status) => {
  redriven = { kind: 'journalled', eventId: 'e1' };
  const { id } = port.deadLetters.bury();
  const who = token === undefined ? {} : { token };
  const answers = [
    await port.get(PATH, token),
    await port.send('POST', `${PATH}/${id}/retry`, who),
    await port.send('DELETE', `${PATH}/${id}`, who),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
  expect([tried, idsOf(await page())]).toEqual([[], [id]]);
});
