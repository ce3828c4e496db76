// What Telegram signs is believed for five minutes; nothing else is, however near it comes.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createSecret } from '../../../src/runtime/secret.ts';
import { createPersonProofs } from '../../../src/telegram/sign-in/person-proofs.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { initDataOf, loginOf, signInitData, signLogin } from '../../helpers/telegram-signature.ts';

const TOKEN = '42:AAF0rTheTestsOfSigningInOnly_____________';

function proofs(token = TOKEN, startAt?: number) {
  const clock = createManualClock(startAt === undefined ? {} : { startAt });
  return { clock, ...createPersonProofs({ botToken: createSecret(token), clock }) };
}
const now = () => proofs().clock.now();
const authDate = () => now() / 1_000;

describe('init data of a Mini App', () => {
  it('as Telegram really signed them once are believed', () => {
    const token = '5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8';
    const { miniApp } = proofs(token, 1_662_771_648_000);
    const real =
      'query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2';
    expect(miniApp(real)).toMatchObject({
      kind: 'person',
      person: { userId: 279_058_397, name: 'Vladislav Kibenko', locale: 'ru' },
    });
    expect(miniApp(real.replace('279058397', '279058398'))).toEqual({ kind: 'invalid' });
  });

  it('are refused without their hash, with another one, of another bot, or signed as a login', () => {
    const { miniApp } = proofs();
    const data = initDataOf(TOKEN, { id: 7 }, now());
    expect(miniApp(data).kind).toBe('person');
    const without = data.replace(/&hash=.*/, '');
    const login = loginOf(TOKEN, 7, now());
    const wrong = [
      without,
      `${without}&hash=`,
      `${without}&hash=${'0'.repeat(64)}`,
      `${data}0`,
      data.toUpperCase(),
      initDataOf(`${TOKEN}x`, { id: 7 }, now()),
      new URLSearchParams({ ...login, id: '7', auth_date: String(login.auth_date) }).toString(),
      '',
    ];
    for (const text of wrong) expect(miniApp(text), text).toEqual({ kind: 'invalid' });
  });

  it('are refused where a field is given twice', () => {
    const { miniApp } = proofs();
    const data = initDataOf(TOKEN, { id: 7 }, now());
    const user = `user=${encodeURIComponent('{"id":8}')}`;
    for (const text of [`${user}&${data}`, `${data}&${user}`, `${data}&auth_date=1`]) {
      expect(miniApp(text), text).toEqual({ kind: 'invalid' });
    }
  });

  it.each([
    ['no user', undefined],
    ['a user that is no JSON', 'Lea'],
    ['a user without an id', '{"first_name":"Lea"}'],
    ['a user with an id of no user', '{"id":-1001234}'],
    ['a user with an id that is text', '{"id":"7"}'],
    ['several users', '[{"id":7}]'],
    ['null', 'null'],
  ])('with %s are of nobody, though signed', (_name, user) => {
    const fields = { auth_date: authDate(), ...(user === undefined ? {} : { user }) };
    expect(proofs().miniApp(signInitData(TOKEN, fields))).toEqual({ kind: 'invalid' });
  });

  it('are of a person who has a name, whatever they call themselves', () => {
    const nameOf = (user: object) => {
      const verdict = proofs().miniApp(initDataOf(TOKEN, { id: 7, ...user }, now()));
      return verdict.kind === 'person' ? verdict.person : verdict;
    };
    expect(nameOf({ first_name: ' ', username: 'lea' })).toEqual({ userId: 7, name: 'lea' });
    expect(nameOf({ first_name: '' })).toEqual({ userId: 7, name: '7' });
    expect(nameOf({ language_code: '../x' })).toEqual({ userId: 7, name: 'Lea' });
    expect(nameOf({ language_code: 'pt-br' })).toMatchObject({ locale: 'pt-br' });
  });
});

describe.each([
  ['init data', (at: number) => proofs(TOKEN, now()).miniApp(initDataOf(TOKEN, { id: 7 }, at))],
  ['a login', (at: number) => proofs(TOKEN, now()).login(loginOf(TOKEN, 7, at))],
])('%s', (_name, judge) => {
  it.each([
    [0, 'person'],
    [-300_000, 'person'],
    [-301_000, 'expired'],
    [-86_400_000, 'expired'],
    [60_000, 'person'],
    [61_000, 'invalid'],
  ])('that is %i ms from now is answered: %s', (ms, kind) => {
    expect(judge(now() + ms).kind).toBe(kind);
  });
});

describe('the age', () => {
  it.each(['', '-1', '1e9', '0x10', ' 1772442000', '1772442000.5', '9'.repeat(13)])(
    'is no %j',
    (date) => {
      const user = '{"id":7}';
      expect(proofs().miniApp(signInitData(TOKEN, { auth_date: date, user })).kind).toBe('invalid');
    },
  );
});

describe('an answer of Telegram Login', () => {
  it('is believed as its fields come, numbers as text or not', () => {
    const signed = loginOf(TOKEN, 7, now());
    const asText = Object.fromEntries(
      Object.entries(signed).map(([name, value]) => [name, String(value)]),
    );
    const { login } = proofs();
    for (const fields of [signed, asText]) {
      expect(login(fields)).toMatchObject({ kind: 'person', person: { userId: 7, name: 'Lea' } });
    }
  });

  it('is refused when any field is changed, added or left out', () => {
    const { login } = proofs();
    const signed = loginOf(TOKEN, 7, now());
    const { username: _, ...less } = signed;
    for (const fields of [{ ...signed, id: 8 }, { ...signed, photo_url: 'x' }, less]) {
      expect(login(fields)).toEqual({ kind: 'invalid' });
    }
  });

  it('can not be cut into other fields with the same signature', () => {
    // A name with a line break would become an id of somebody else.
    const { login } = proofs();
    const date = authDate();
    const signed = signLogin(TOKEN, { auth_date: date, first_name: 'x\nid=1', id: 7 });
    expect(login(signed)).toEqual({ kind: 'invalid' });
    expect(login({ auth_date: date, first_name: 'x', id: '1\nid=7', hash: signed.hash })).toEqual({
      kind: 'invalid',
    });
    const odd = signLogin(TOKEN, { auth_date: date, 'first_name=x\nid': 1, id: 7 });
    expect(login(odd)).toEqual({ kind: 'invalid' });
  });

  it.each(['07', '7.0', '-7', '0', '9'.repeat(17), 'seven', ''])(
    'is of nobody with the id %j',
    (id) => {
      const signed = signLogin(TOKEN, { auth_date: authDate(), first_name: 'x', id });
      expect(proofs().login(signed)).toEqual({ kind: 'invalid' });
    },
  );
});

describe('whatever comes', () => {
  const field = fc.oneof(fc.string(), fc.integer(), fc.string({ unit: 'binary' }));
  test.prop([fc.oneof(fc.string(), fc.webQueryParameters(), fc.string({ maxLength: 20_000 }))])(
    'as init data is refused',
    (text) => {
      expect(proofs().miniApp(text)).toEqual({ kind: 'invalid' });
    },
  );
  test.prop([fc.dictionary(fc.string(), field)])('as a login is refused', (fields) => {
    expect(proofs().login(fields)).toEqual({ kind: 'invalid' });
  });

  it('is refused when it is too much', () => {
    const { miniApp, login } = proofs();
    const user = JSON.stringify({ id: 7, bio: 'x'.repeat(9_000) });
    expect(miniApp(signInitData(TOKEN, { auth_date: authDate(), user })).kind).toBe('invalid');
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`a${at}`, 'x']));
    const signed = signLogin(TOKEN, { ...many, auth_date: authDate(), id: 7 });
    expect(login(signed).kind).toBe('invalid');
  });
});
