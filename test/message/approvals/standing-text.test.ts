// What people read of standing approvals: the offer, what was given, and what was decided by it.
import { describe, expect, it } from 'vitest';
import { offerLabel, readStop, stopButton } from '../../../src/message/approvals/standing-text.ts';
import { STANDING_TERMS } from '../../helpers/standings.ts';
import { render, voiceIn } from '../speaking.ts';
import { approves, by, outcome, SETTLED_AT, short, standing } from './approvals.ts';

const PATTERN = { ...STANDING_TERMS, pattern: 'kubectl *' };
const TOKEN = 'abcdefghijklmnopqrstuv';

function show(approval: ReturnType<typeof standing>, stops?: string, locale = 'en') {
  const notice = { kind: 'approval', approval, token: TOKEN, now: 0 } as const;
  const [message] = render(stops === undefined ? notice : { ...notice, stops }, locale);
  if (message === undefined) throw new Error('nothing to show');
  return { text: message.body.text, buttons: message.buttons ?? [], silent: message.silent };
}

const giving = { ...approves('Ben'), standing: { id: TOKEN, via: 'telegram' } } as const;
const used = {
  ...approves('Ben'),
  by: by('Ben', 'standing'),
  standing: { id: TOKEN, via: 'telegram' },
} as const;

describe('a request that may be approved in advance', () => {
  it('says what the third button does, and has it last', () => {
    const { text, buttons } = show(standing(short, { terms: { standing: PATTERN } }));
    expect(text).toContain(
      '⏱ The third button also approves, for 1 h, later requests of this session for kubectl * with the same scope and context',
    );
    expect(buttons.map((row) => row.map(({ label }) => label))).toEqual([
      ['✅ Approve', '❌ Deny'],
      [expect.any(String), expect.any(String)],
      ['✅⏱ Approve for 1 h in this session'],
    ]);
  });

  it('says so where only the same action counts, and in German', () => {
    const terms = { standing: { ...STANDING_TERMS, scope: 'job', forMs: 5_400_000 } } as const;
    expect(show(standing(short, { terms })).text).toContain(
      'for 90 min, later requests of this job for the same action',
    );
    const { text, buttons } = show(standing(short, { terms }), undefined, 'de');
    expect(text).toContain(
      'gibt 90 min lang auch spätere Anfragen dieses Jobs frei: dieselbe Aktion',
    );
    expect(buttons.at(-1)?.[0]?.label).toBe('✅⏱ 90 min lang freigeben, dieser Job');
  });

  it('has no such button without that, nor where it is not shown in full', () => {
    expect(show(standing(short)).buttons).toHaveLength(2);
    expect(show(standing(short)).text).not.toContain('⏱');
    const long = { ...short, action: 'x'.repeat(50_000) };
    const notice = { kind: 'approval', token: TOKEN, now: 0, withoutFiles: true } as const;
    const approval = standing(long, { terms: { standing: PATTERN } });
    const message = render({ ...notice, approval }, 'en').at(-1);
    expect(message?.buttons?.flat().map(({ label }) => label)).not.toContain(
      '✅⏱ Approve for 1 h in this session',
    );
  });
});

describe('a request that is settled', () => {
  it('says what was approved together with it, by whom and until when', () => {
    const { text, buttons } = show(
      standing(short, {
        terms: { standing: PATTERN },
        votes: [giving],
        outcome: outcome({ status: 'approved', by: by('Ben') }),
      }),
    );
    expect(text).toMatch(
      /⏱ Ben approved later requests of this session for kubectl \* too, until 15:02 UTC/,
    );
    expect(buttons).toEqual([]);
  });

  it('says that it was approved in advance, silently, with a button that stops that', () => {
    const approval = standing(short, {
      terms: { standing: PATTERN },
      votes: [used],
      outcome: outcome({ status: 'approved', by: by('Ben', 'standing') }),
    });
    const { text, buttons, silent } = show(approval, TOKEN);
    expect(text).toMatch(/✅ Approved in advance by Ben, 14:02 UTC/);
    expect(text).not.toContain('later requests');
    expect(silent).toBe(true);
    expect(buttons).toEqual([
      [{ label: '⏹ Approve no more of these in advance', action: `s:${TOKEN}:c` }],
    ]);
    expect(show(approval).buttons).toEqual([]);
  });

  it('says nothing of what was given where nobody decided yet', () => {
    const terms = { standing: PATTERN, required: 2 };
    expect(show(standing(short, { terms, votes: [giving] })).text).not.toContain('too, until');
  });
});

it.each([
  [86_400_000, '1 day'],
  [172_800_000, '2 days'],
  [90_000, '90 s'],
  [7_200_000, '2 h'],
])('a time of %d ms is %s', (forMs, text) => {
  expect(offerLabel({ ...STANDING_TERMS, forMs }, voiceIn('en'))).toContain(`for ${text} in`);
});

it.each(['card', 'list'] as const)('a button that stops one is read again (%s)', (place) => {
  const { action } = stopButton({ id: TOKEN, place }, { text: 'x', spans: [] });
  expect(Buffer.byteLength(action)).toBeLessThanOrEqual(64);
  expect(readStop(action)).toEqual({ id: TOKEN, place });
  for (const data of [`${action}x`, `x${action}`, 's::c', `m:${TOKEN}:c`, SETTLED_AT]) {
    expect(readStop(data)).toBeUndefined();
  }
});
