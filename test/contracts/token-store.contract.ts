// What is kept of tokens.
import { beforeEach, describe, expect, it } from 'vitest';
import { isTokenSecret, type Token, type TokenStore } from '../../src/audience/tokens.ts';

/** `make`: replicas on data that are empty at first. */
export function describeTokenStore(
  name: string,
  make: () => Promise<readonly [TokenStore, TokenStore]>,
): void {
  describe(name, () => {
    let one: TokenStore;
    let other: TokenStore;
    beforeEach(async () => {
      [one, other] = await make();
    });

    const wish = {
      name: 'ci',
      scopes: ['read', 'publish'],
      projects: ['a'],
      userId: '7001',
    } as const;
    const found = async (...secrets: readonly string[]) =>
      (await Promise.all(secrets.map((secret) => other.find(secret)))).filter(
        (token): token is Token => token !== undefined,
      );

    it('finds one by its secret, on every replica, and by nothing else', async () => {
      const { token, secret } = await one.create(wish);
      expect(token).toMatchObject(wish);
      expect(isTokenSecret(secret)).toBe(true);
      expect(await other.find(secret)).toEqual(token);
      const near = [`${secret.slice(0, -1)}~`, secret.slice(0, -1), `${secret}A`, secret.slice(3)];
      for (const wrong of [...near, '', 'jw_', token.id, `jw_${'A'.repeat(42)}B`]) {
        expect(await one.find(wrong), wrong).toBeUndefined();
      }
    });

    it('has one no more as soon as it is revoked, which is done once', async () => {
      const { token, secret } = await one.create(wish);
      const { secret: kept } = await one.create({ name: 'kept', scopes: ['read'] });
      const answers = await Promise.all([one.revoke(token.id), other.revoke(token.id)]);
      expect(answers.sort()).toEqual([false, true]);
      expect([await one.find(secret), await other.find(secret)]).toEqual([undefined, undefined]);
      expect(await other.find(kept)).toMatchObject({ name: 'kept' });
      expect(await one.revoke('nobody')).toBe(false);
    });

    it('gives no id a second time', async () => {
      const first = await one.create(wish);
      const second = await one.create(wish);
      await one.revoke(first.token.id);
      const third = await one.create(wish);
      expect(third.token.id).not.toBe(second.token.id);
      expect(third.token.id).not.toBe(first.token.id);
    });

    it('says how those that were found stand now', async () => {
      const made = [];
      for (const name of ['a', 'b', 'c']) made.push(await one.create({ ...wish, name }));
      const tokens = await found(...made.map(({ secret }) => secret));
      await one.revoke(made[1]?.token.id ?? '');
      const now = await other.current(tokens);
      expect(now).toEqual([made[0]?.token, undefined, made[2]?.token]);
      expect(await other.current([])).toEqual([]);
      // Whoever is looked up again is looked up again after that.
      const left = now.filter((token) => token !== undefined);
      await one.revoke(made[0]?.token.id ?? '');
      expect(await other.current(left)).toEqual([undefined, made[2]?.token]);
    });

    it('finds one by its reference, which is no secret, until it is revoked', async () => {
      const { token, secret } = await one.create(wish);
      const [there] = await found(secret);
      const reference = other.referenceOf(there ?? token);
      expect(await one.byReference([reference, 'none'])).toEqual([token, undefined]);
      expect(await one.byReference([])).toEqual([]);
      expect(await one.find(reference)).toBeUndefined();
      const [again] = await one.byReference([reference]);
      expect(await one.current(again ? [again] : [])).toEqual([token]);
      await one.revoke(token.id);
      expect(await other.byReference([reference])).toEqual([undefined]);
    });

    it('knows nothing of those that it did not find itself', async () => {
      const { token } = await one.create(wish);
      expect(await other.current([token])).toEqual([undefined]);
    });

    it('lists all that there are', async () => {
      expect(await one.list()).toEqual([]);
      const made = [];
      for (const name of ['z', 'a', 'm']) made.push((await one.create({ ...wish, name })).token);
      await one.revoke(made[1]?.id ?? '');
      const left = await other.list();
      expect(left).toHaveLength(2);
      expect(left).toEqual(expect.arrayContaining([made[0], made[2]]));
    });
  });
}
