// What may wait for a group when it becomes a supergroup, and what of it the supergroup gets.
import { aJob } from '../../helpers/memory-job-board.ts';
import { beginCard, changeJob } from '../outbox/delivery-kit.ts';
import { text } from '../outbox/say.ts';
import { type MovingGroup, OLD } from './moving-group.ts';

const job = (fields = {}) => aJob({ id: 'j1', ...fields });

export interface Row {
  readonly what: string;
  /** Has it wait for the old group. */
  readonly begin: (group: MovingGroup) => Promise<unknown>;
  /** What the new one gets. */
  readonly sent: readonly (string | RegExp)[];
}

export const WAITING: readonly Row[] = [
  { what: 'a request', begin: (group) => group.ask('a1'), sent: ['approval a1 undefined'] },
  {
    what: 'a request that was decided before it was shown',
    async begin(group) {
      await group.ask('a1');
      await group.deny('a1');
    },
    sent: ['approval a1 denied'],
  },
  {
    what: 'a request that waits for others',
    async begin(group) {
      await group.seen(() => group.ask('a0'));
      await group.ask('a1');
    },
    sent: ['bundle a0 undefined, a1 undefined'],
  },
  {
    what: 'a request that was decided while it waited for others',
    async begin(group) {
      await group.seen(() => group.ask('a0'));
      await group.ask('a1');
      await group.deny('a1');
    },
    sent: ['approval a0 undefined', 'approval a1 denied'],
  },
  {
    what: 'the outcome of a request that is shown',
    async begin(group) {
      await group.shown(() => group.ask('a1'));
      await group.deny('a1');
    },
    sent: ['approval a1 denied'],
  },
  {
    what: 'requests in one message, one of them decided',
    async begin(group) {
      await group.ask('a1');
      await group.ask('a2');
      await group.deny('a2');
    },
    sent: ['approval a1 undefined', 'approval a2 denied'],
  },
  {
    what: 'the outcome of a request in a message of several',
    async begin(group) {
      await group.shown(async () => {
        await group.ask('a1');
        await group.ask('a2');
      });
      await group.deny('a2');
    },
    sent: ['approval a1 undefined', 'approval a2 denied'],
  },
  {
    what: 'a request that is shown there instead of elsewhere',
    begin: (group) => group.askInstead('a1', 'Old team'),
    sent: ['approval a1 undefined instead of Old team'],
  },
  {
    what: 'a reminder',
    async begin(group) {
      await group.shown(() => group.ask('a1'));
      await group.delivery.approvals.remind({ approvalId: 'a1', count: 1 }, []);
    },
    sent: ['approval a1 undefined'],
  },
  {
    what: 'a request with other words than those that are shown',
    async begin(group) {
      await group.shown(() => group.ask('a1'));
      await group.ask('a1', { action: 'something else', eventId: 'again' });
    },
    sent: ['approval a1 undefined'],
  },
  {
    what: 'an answer',
    begin: (group) => group.post('answer'),
    sent: ['answer'],
  },
  {
    what: 'an answer to a message of the old group',
    begin: (group) => group.post('answer', { replyTo: 7 }),
    sent: ['answer'],
  },
  {
    what: 'the answer to a tap, which changes a message of the old group',
    begin: (group) => group.post('answer', {}, { editing: 7 }),
    sent: ['answer'],
  },
  {
    what: 'a question',
    begin: (group) =>
      group.post(
        'why?',
        {},
        {
          asks: { kind: 'question', approvalId: 'a1', version: 1, verdict: 'deny', userId: 1 },
        },
      ),
    sent: ['why?'],
  },
  {
    what: 'a live log',
    async begin(group) {
      await group.shown(() => group.delivery.outbox.live({ chatId: OLD }, 'tail/j1', text('a')));
      await group.delivery.outbox.live({ chatId: OLD }, 'tail/j1', text('b'));
    },
    sent: ['b'],
  },
  {
    what: 'a card that is about to begin',
    begin: (group) => beginCard(group.delivery, job(), OLD),
    sent: ['card of j1: running'],
  },
  {
    what: 'a card that has to change',
    async begin(group) {
      await group.shown(() => beginCard(group.delivery, job(), OLD));
      await changeJob(group.delivery, job({ status: 'waiting' }));
    },
    sent: ['card of j1: waiting'],
  },
  {
    what: 'news',
    begin: async (group) => group.delivery.commit(...(await group.delivery.append(3, 'S1', OLD))),
    sent: ['S1: 3'],
  },
  { what: 'a failure', begin: (group) => group.fail('f1'), sent: [/^alert f1/] },
  {
    what: 'a failure that the message of an earlier one has to report too',
    async begin(group) {
      await group.shown(() => group.fail('f1', { knownAs: ['x'] }));
      await group.fail('f2', { joins: ['x'] });
    },
    sent: [/^alert f1 and f2/],
  },
  {
    what: 'what was seen of a failure',
    async begin(group) {
      const position = await group.shown(() => group.fail('f1'));
      await group.delivery.alerts.see(position, { name: 'Ana', at: '2026-03-02T09:00:00.000Z' });
    },
    sent: [],
  },
  {
    what: 'what waits in a list for a request to change',
    begin: (group) => group.changedList(),
    sent: [],
  },
];
