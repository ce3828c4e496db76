import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { TitledEvent } from '../../../src/message/notice.ts';
import { digestLine } from '../../../src/message/render/digest-line.ts';
import { anEvent } from '../../helpers/events.ts';
import { countTold } from '../../helpers/told.ts';
import { type Digest, digestOf } from '../digests.ts';
import { render, undirected, voiceIn } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const show = (digest: Digest, locale = 'en') => render(digest, locale);

function texts(events: readonly TitledEvent[], fields: Partial<Digest> = {}): string[] {
  return show({ ...digestOf(events), ...fields }).map(({ body }) => body.text);
}

function event(type: string, fields: Partial<CanonicalEvent> = {}, title?: string): TitledEvent {
  const { sessionId: _, ...plain } = anEvent({ type, data: {}, ...fields });
  const shown = fields.sessionId === undefined ? plain : { ...plain, sessionId: fields.sessionId };
  return { event: shown, ...(title === undefined ? {} : { title }) };
}

const without = ({ event: given }: TitledEvent, ...names: readonly string[]): TitledEvent => {
  const fields = Object.entries(given).filter(([name]) => !names.includes(name));
  return { event: Object.fromEntries(fields) as unknown as CanonicalEvent };
};

const LINKS = ['https://github.com/acme/gateway/pull/123', 'https://github.com/acme/web/pull/77'];
const DONE = { cost_usd: 7.41, budget_usd: 50, pr_links: LINKS };
const HREFS = ['github.com/acme/gateway/pull/123', 'github.com/acme/web/pull/77'];

describe('a digest', () => {
  it('has a line for each job: its newest event, and how many others there were', () => {
    const step = (jobId: string, file: string) =>
      event('job.progress', { jobId, data: { tool: 'Edit', file } }, `Title of ${jobId}`);
    expect(
      texts([step('a', 'one'), step('b', 'two'), step('a', 'three'), step('a', 'four')]),
    ).toEqual([
      ['⚙️ Title of a: Edit · p1: four · +2 more', '⚙️ Title of b: Edit · p1: two'].join('\n'),
    ]);
  });

  it('has failures and results first, then what runs, then the rest', () => {
    const lines = texts([
      {
        event: {
          ...without(event('orchestrator.stopped'), 'jobId', 'projectId').event,
          aggregate: 'system',
        },
      },
      { event: { ...without(event('project.scanned'), 'jobId').event, aggregate: 'project:p1' } },
      { event: { ...without(event('session.closed', { sessionId: 'S9' }), 'jobId').event } },
      event('job.started', { jobId: 'running' }, 'Run'),
      event('job.canceled', { jobId: 'canceled' }, 'Cancel'),
      event('job.completed', { jobId: 'done' }, 'Do'),
      event('job.failed', { jobId: 'failed' }, 'Fail'),
    ]).join('\n');
    expect(lines.split('\n')).toEqual([
      '❌ Fail failed · p1',
      '✅ Do done · p1',
      '🚫 Cancel canceled · p1',
      '🔧 Run started · p1',
      '🏁 Session closed · p1',
      '🔎 Project scanned · p1',
      '⏹️ Orchestrator stopped',
    ]);
  });

  it('puts the lines of a session under its heading if there are several', () => {
    const of = (jobId: string, type: string, sessionId: string) =>
      event(type, { jobId, sessionId }, `Title of ${jobId}`);
    expect(
      texts([
        of('a', 'job.started', 'S1'),
        of('b', 'job.started', 'S2'),
        of('c', 'job.completed', 'S1'),
      ]),
    ).toEqual([
      [
        '📂 S1 · p1',
        '✅ Title of c done',
        '🔧 Title of a started',
        '',
        '🔧 Title of b started · p1',
      ].join('\n'),
    ]);
  });

  it('never cuts numbers, cost and links of a result', () => {
    const title = 'Add rate limiting to the public API '.repeat(5).slice(0, 170);
    const data = { ...DONE, summary: 'x'.repeat(900) };
    const others = Array.from({ length: 11 }, (_, n) =>
      event('job.progress', { jobId: `j${n}`, data: { tool: 'Edit', file: 'y'.repeat(300) } }),
    );
    const [text = ''] = texts([...others, event('job.completed', { data }, title)]);
    const [first = ''] = text.split('\n');
    expect(first).toMatch(/^✅ Add rate limiting to .*… done · p1: /);
    for (const part of ['$7.41 of $50', ...HREFS]) expect(first).toContain(part);
  });

  it('of 300 events of 30 jobs begins with the five completions, links first of all', () => {
    const steps = Array.from({ length: 295 }, (_, n) =>
      event('job.progress', { jobId: `j${n % 30}`, data: { tool: 'Edit', file: `src/${n}.ts` } }),
    );
    const ends = [3, 9, 12, 21, 28].map((n) =>
      event('job.completed', { jobId: `j${n}`, data: DONE }, `Job number ${n}`),
    );
    const lines = texts([...steps.slice(0, 200), ...ends, ...steps.slice(200)])
      .join('\n')
      .split('\n');
    for (const line of lines.slice(0, 5)) {
      expect(line).toMatch(/^✅ Job number \d+ done/);
      for (const part of ['$7.41 of $50', ...HREFS]) expect(line).toContain(part);
    }
  });

  it('sounds when it holds an alert, and once at most', () => {
    expect(show(digestOf([event('job.completed')])).map(({ silent }) => silent)).toEqual([true]);
    const many = Array.from({ length: 90 }, (_, n) =>
      event('job.failed', { jobId: `j${n}`, data: { error: 'x'.repeat(300) } }),
    );
    const messages = show(digestOf(many));
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map(({ silent }) => silent)).toEqual(messages.map((_, at) => at > 0));
  });

  it('has a button where it leaves something out, and no other', () => {
    const buttonsOf = (events: readonly TitledEvent[], fields: Partial<Digest> = {}) =>
      show({ ...digestOf(events), showAll: 'w:1.0-2.0', ...fields }).flatMap(({ buttons = [] }) =>
        buttons.flat(),
      );
    const one = event('job.started', { jobId: 'a' });
    const other = event('job.started', { jobId: 'b' });
    const button = { label: 'Show all', action: 'w:1.0-2.0' };
    expect(buttonsOf([one, other])).toEqual([]);
    expect(buttonsOf([one, one])).toEqual([button]);
    expect(buttonsOf([one, other], { moreEvents: 1 })).toEqual([button]);
    const { showAll: _, ...none } = { ...digestOf([one, one]), showAll: '' };
    expect(show(none).flatMap(({ buttons = [] }) => buttons)).toEqual([]);
  });

  it('has nothing bold in its titles, of which several would compete', () => {
    const of = (jobId: string) => event('job.started', { jobId }, 'Add **rate** limiting');
    const [message] = show(digestOf([of('a'), of('b')]));
    expect(message?.body.text).toContain('🔧 Add rate limiting started · p1');
    expect(message?.body.spans).toEqual([]);
  });

  it('has no whole UUID as session or project', () => {
    const id = '550e8400-e29b-41d4-a716-446655440000';
    const of = (jobId: string) => event('job.started', { jobId, sessionId: id, projectId: id });
    expect(texts([of('a'), of('b')])[0]).toMatch(/^📂 550e8400 · 550e8400\n/);
  });
});

describe('whatever a window gathered', () => {
  const word = fc.constantFrom('login.py', 'x'.repeat(500), 'a b '.repeat(70), '@ana', 'ü€😀');
  const gathered = fc.array(
    fc
      .record({
        type: fc.constantFrom(
          ...['job.failed', 'job.completed', 'job.canceled', 'job.progress', 'job.started'],
          ...['session.closed', 'project.scanned', 'x.unknown'],
        ),
        jobId: fc.integer({ min: 0, max: 120 }),
        sessionId: fc.integer({ min: 0, max: 12 }),
        words: fc.array(word, { maxLength: 3 }),
      })
      .map(({ type, jobId, sessionId, words }) => {
        const text = words.join(' ');
        const data = { error: text, summary: text, tool: 'Edit', file: text };
        const ofJob = type.startsWith('job.');
        const base = event(
          type,
          {
            jobId: `j${jobId}`,
            data: type === 'job.completed' ? { ...data, ...DONE } : data,
            ...(sessionId === 0 ? {} : { sessionId: `S${sessionId}` }),
          },
          text === '' || !ofJob ? undefined : text,
        );
        return ofJob ? base : without(base, 'jobId');
      }),
    { maxLength: 500 },
  );

  it('each event is shown or counted once, in at most four valid messages', () => {
    fc.assert(
      fc.property(
        gathered,
        fc.nat(20),
        fc.constantFrom('en', 'de', 'es', 'ar'),
        (events, moreEvents, locale) => {
          const digest = digestOf(events);
          const messages = show({ ...digest, moreEvents: digest.moreEvents + moreEvents }, locale);
          expect(messages.length).toBeLessThanOrEqual(4);
          for (const { body } of messages) {
            expectSound(body);
            expect(body.text.length).toBeLessThanOrEqual(4_096);
            expect(body.spans.length).toBeLessThanOrEqual(100);
          }
          const lines = messages.flatMap(({ body }) => undirected(body.text).split('\n'));
          const shown = lines.filter((line) => /^(?!📂)\p{Extended_Pictographic}/u.test(line));
          const counted = lines.flatMap(
            (line) =>
              /(?: · [+و]|^… (?:and |und |y |و))([\d.,]+) (?:more|weiteres?|más|أخرى)$/.exec(
                line,
              )?.[1] ?? [],
          );
          const told = counted.reduce((sum, text) => sum + Number(text.replace(/[.,]/, '')), 0);
          expect(shown.length + told).toBe(events.length + moreEvents);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names a job that nobody gave a title by its id, in its own list only not', () => {
    const [first, other] = ['j1', 'j2'].map((jobId) => event('job.started', { jobId }));
    if (first === undefined || other === undefined) throw new Error('two events');
    const [text = ''] = texts([first, other, event('job.started', { jobId: 'j3' }, 'Fix it')]);
    expect(text.split('\n')).toEqual([
      '🔧 Started · p1 · j1',
      '🔧 Started · p1 · j2',
      '🔧 Fix it started · p1',
    ]);
    const options = { isUnderHeading: true, isShort: true, isOfOneJob: true };
    expect(digestLine(first, options, voiceIn('en')).text).toBe('🔧 Started');
  });

  it.each([
    [2, '+1 weiteres'],
    [3, '+2 weitere'],
  ])('counts in German, of %i events of a job', (count, told) => {
    const events = Array.from({ length: count }, (_, n) =>
      event('job.progress', { data: { tool: 'Edit', file: `${n}` } }),
    );
    const [message] = show(digestOf(events), 'de');
    expect(message?.body.text.endsWith(told)).toBe(true);
  });

  it('counts what does not fit, the jobs of which only one event would be shown too', () => {
    const title = 'A job with a title that takes most of a line, so that few fit';
    const events = Array.from({ length: 900 }, (_, n) =>
      event('job.progress', { jobId: `j${n % 300}`, data: { tool: 'Edit', file: `${n}` } }, title),
    );
    const messages = show({ ...digestOf(events), showAll: 'w:1.0-2.0' });
    expect(messages).toHaveLength(4);
    expect(countTold(messages.map(({ body }) => body.text))).toBe(900);
    expect(messages.at(-1)?.body.text).toMatch(/\n\n… and \d+ more$/);
    expect(messages.map(({ buttons = [] }) => buttons.length)).toEqual([0, 0, 0, 1]);
  });

  it('links and cost of results are whole, as long as there are not too many', () => {
    fc.assert(
      fc.property(gathered, (events) => {
        const digest = digestOf(events);
        const results = digest.groups
          .flatMap((group) => group.events)
          .filter((one) => one.event.type === 'job.completed');
        fc.pre(results.length <= 40);
        fc.pre(
          digest.groups
            .flatMap((group) => group.events)
            .every(({ event: { type } }) => type !== 'job.failed'),
        );
        const all = show(digest).flatMap(({ body }) => body.text.split('\n'));
        const done = all.filter((line) => line.startsWith('✅'));
        expect(done).toHaveLength(results.length);
        for (const line of done) {
          for (const part of ['$7.41 of $50', ...HREFS]) expect(line).toContain(part);
        }
      }),
      { numRuns: 60 },
    );
  });
});
