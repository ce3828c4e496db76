// What is kept of tickets.
import { beforeEach, describe, expect, it } from 'vitest';
import { isTicketSecret, TICKET_MS, type TicketStore } from '../../src/audience/sign-in/tickets.ts';

interface TicketsUnderTest {
  /** Replicas on data that are empty at first. */
  readonly replicas: readonly [TicketStore, TicketStore];
  /** Lets time pass for the store. */
  pass(ms: number): Promise<void>;
}

export function describeTickets(name: string, make: () => Promise<TicketsUnderTest>): void {
  describe(name, () => {
    let under: TicketsUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    const session = () => ({ kind: 'session', reference: 'r' }) as const;

    it('is taken once, by one of all who ask at the same time', async () => {
      const [one, other] = under.replicas;
      const { secret } = await one.create((id) => ({ kind: 'admin-token', proof: `of ${id}` }));
      expect(isTicketSecret(secret)).toBe(true);
      const asked = [other, one, other, one].map((store) => store.take(secret));
      const taken = (await Promise.all(asked)).flatMap((ticket) => ticket ?? []);
      expect(taken).toHaveLength(1);
      expect(taken[0]?.basis).toEqual({ kind: 'admin-token', proof: `of ${taken[0]?.id}` });
    });

    it('is found, on any replica, until it is taken', async () => {
      const [one, other] = under.replicas;
      const { secret } = await one.create(session);
      for (const store of [one, other, one]) {
        expect(await store.find(secret)).toMatchObject({ basis: session() });
      }
      expect(await other.take(secret)).toBeDefined();
      for (const store of [one, other]) expect(await store.find(secret)).toBeUndefined();
    });

    it('is there for half a minute', async () => {
      const [one, other] = under.replicas;
      const { secret } = await one.create(session);
      const { secret: late } = await one.create(session);
      await under.pass(TICKET_MS - 5_000);
      expect(await other.take(secret)).toMatchObject({ basis: session() });
      await under.pass(5_001);
      expect(await other.find(late)).toBeUndefined();
      expect(await other.take(late)).toBeUndefined();
    });

    it('is nothing else', async () => {
      const [one] = under.replicas;
      const { secret } = await one.create(session);
      for (const wrong of ['', 'jwo_', `${secret}A`, secret.slice(4), `jwo_${'A'.repeat(43)}`]) {
        expect(await one.find(wrong), wrong).toBeUndefined();
        expect(await one.take(wrong), wrong).toBeUndefined();
      }
      expect(await one.take(secret)).toBeDefined();
    });
  });
}
