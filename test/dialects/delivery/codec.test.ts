import { describe, expect, it } from 'vitest';
import { delivery } from '../../../src/dialects/delivery/codec.ts';
import { entryText } from '../../../src/dialects/delivery/entry.ts';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { ARRIVED_AT, decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';

interface Fixture {
  readonly stream: string;
  readonly raw: JsonObject & { readonly type: string };
  readonly fields: Record<string, string>;
}

const FIXTURES = fixtureLines<Fixture>('delivery/delivery.jsonl');
const decode = (message: unknown, arrivedAt = ARRIVED_AT) =>
  decodeWith(delivery, message, { arrivedAt });
const textOf = (fields: Record<string, string>) => entryText(new Map(Object.entries(fields)));

const full = {
  event_id: 'e1',
  type: 'pr.created',
  timestamp: '2026-03-02T20:01:00Z',
  data: { pull_request_id: 'r1' },
};

describe('recorded delivery messages', () => {
  it.each(FIXTURES)('$raw.type round-trips', ({ raw }) => {
    const { causation_id: none, ...given } = raw;
    expect(none).toBeNull();
    expect(JSON.parse(JSON.stringify(delivery.encode(decode(raw).event)))).toEqual(given);
  });

  it.each(FIXTURES)('$raw.type decodes alike from the fields of an entry', ({ raw, fields }) => {
    expect(decode(textOf(fields))).toEqual(decode(raw));
  });

  it('come from the streams that are followed', () => {
    const followed = delivery.sources.flatMap((source) =>
      source.kind === 'streams' ? source.names : [],
    );
    expect(new Set(FIXTURES.map(({ stream }) => stream))).toEqual(new Set(followed));
  });

  const malformed = fixtureLines<{ dialect: string; fields: Record<string, string> }>(
    'malformed.jsonl',
  );
  it.each(malformed.filter(({ dialect }) => dialect === 'delivery'))(
    'refuses $fields and says what was expected',
    ({ fields }) => {
      expect(refusalOf(delivery, textOf(fields))).toMatch(/type must be a dotted name/);
    },
  );

  it('lead from every event of the chain to its project', () => {
    const decoded = FIXTURES.map(({ raw }) => decode(raw));
    const parents = new Map(
      decoded.flatMap(({ links = [] }) => links.map(({ of, to }) => [of, to] as const)),
    );
    const rootOf = (thing: string): string => {
      const parent = parents.get(thing);
      return parent === undefined ? thing : rootOf(parent);
    };
    const roots = decoded.map(({ event, belongsTo }) =>
      event.projectId === undefined ? rootOf(belongsTo ?? '') : `project:${event.projectId}`,
    );
    // The failed execution is one that nobody announced.
    const failed = decoded.findIndex(({ event }) => event.type === 'agent.execution.failed');
    expect(roots.splice(failed, 1)).toEqual(['execution:0b1e5d1a-5555-4a11-8a11-000000000009']);
    expect(new Set(roots)).toEqual(new Set(['project:0b1e5d1a-2222-4a11-8a11-000000000002']));
  });
});

describe('reading', () => {
  it('names every field of the envelope', () => {
    const { event, ...rest } = decode({
      ...full,
      correlation_id: 'c1',
      causation_id: 'c2',
      job_id: 'j1',
      session_id: 'S1',
      source: 'delivery-pr',
      version: '1.0',
    });
    expect(event).toEqual({
      id: 'e1',
      type: 'pr.created',
      time: '2026-03-02T20:01:00.000Z',
      source: { component: 'delivery-pr' },
      sessionId: 'S1',
      jobId: 'j1',
      correlationId: 'c1',
      causationId: 'c2',
      aggregate: 'job:j1',
      visibility: 'public',
      recipients: 'all',
      data: { pull_request_id: 'r1' },
      extensions: { version: '1.0' },
      dialect: 'delivery',
    });
    expect(rest).toEqual({ identity: 'id', repeatKey: 'e1', links: [], belongsTo: 'pr:r1' });
  });

  it.each([
    { source: 'planner' },
    { source: { component: 'planner', instance_id: 'p-1', host: 'h1' } },
    { source: { host: 'h1' } },
    { correlation_id: { odd: true }, job_id: 7, session_id: ['S1'] },
    { trace: null, stage: 'build', visibility: 'internal' },
    { timestamp: '2026-03-02T20:01:00.125Z' },
    {},
  ])('writes %j back as it came', (fields) => {
    const message = { ...full, ...fields };
    expect(delivery.encode(decode(message).event)).toEqual(message);
  });

  it.each([
    [{ type: 'pr created' }, /type must be a dotted name/],
    [{ event_id: 2 ** 60 }, /event_id must be text/],
    [{ event_id: ['secret-one'] }, /event_id must be text/],
    [{ data: 'secret-one' }, /data must be an object/],
    [{ source: 5 }, /source must be text or an object/],
    [{ source: { component: { a: 'secret-one' } } }, /source must be text or an object/],
  ])('refuses %j and says what was expected', (fields, reason) => {
    const text = refusalOf(delivery, { ...full, ...fields });
    expect(text).toMatch(reason);
    expect(text).not.toContain('secret-one');
  });

  it('identifies a message without id by its content, and without time also by its arrival', () => {
    const { event_id: _id, ...timed } = full;
    const one = decode(timed, 1);
    const again = decode(Object.fromEntries(Object.entries(timed).reverse()), 2);
    expect(one).toMatchObject({ identity: 'id', repeatKey: one.event.id });
    expect(again.event.id).toBe(one.event.id);
    const { timestamp: _time, ...bare } = timed;
    const [early, late] = [decode(bare, 1_000), decode(bare, 20_000)];
    expect(early.identity).toBe('content');
    expect(late.repeatKey).toBe(early.repeatKey);
    expect(late.event.id).not.toBe(early.event.id);
  });
});

describe('whose event it is', () => {
  const all = {
    pull_request_id: 'pr1',
    agent_execution_id: 'x1',
    execution_plan_id: 'pl1',
    feature_request_id: 'f1',
    repository_id: 12,
    project_id: 'p1',
  };
  const link = (of: string, to: string) => ({ of, to });

  it('links all that one payload names', () => {
    const { event, links, belongsTo } = decode({ ...full, data: all });
    expect(links).toEqual([
      link('pr:pr1', 'repository:12'),
      link('execution:x1', 'plan:pl1'),
      link('plan:pl1', 'feature:f1'),
      link('feature:f1', 'project:p1'),
      link('repository:12', 'project:p1'),
      link('made-by:pr:pr1', 'execution:x1'),
    ]);
    expect(event).toMatchObject({ projectId: 'p1', aggregate: 'pr:pr1' });
    expect(belongsTo).toBeUndefined();
  });

  it.each([
    [['pull_request_id', 'repository_id', 'agent_execution_id'], 'pr:pr1', 'repository:12'],
    [['pull_request_id', 'agent_execution_id'], 'pr:pr1', 'execution:x1'],
    [['agent_execution_id', 'execution_plan_id'], 'execution:x1', 'plan:pl1'],
    [['execution_plan_id', 'feature_request_id'], 'plan:pl1', 'feature:f1'],
    [['feature_request_id'], 'feature:f1', undefined],
    [['repository_id'], 'repository:12', undefined],
  ])('%j is an event of %s', (names, subject, parent) => {
    const data = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
    const { event, links, belongsTo } = decode({ ...full, data });
    expect(belongsTo).toBe(subject);
    expect(event.aggregate).toBe(subject);
    expect(links?.find(({ of }) => of === subject)?.to).toBe(parent);
  });

  it('takes the project of a thing that names nothing else', () => {
    const data = { agent_execution_id: 'x1', project_id: 'p1' };
    expect(decode({ ...full, data }).links).toEqual([link('execution:x1', 'project:p1')]);
  });

  it('takes no context from empty fields', () => {
    const { event } = decode({ ...full, job_id: '', correlation_id: null, session_id: '' });
    expect(event).toMatchObject({ aggregate: 'pr:r1' });
    expect(event).not.toHaveProperty('extensions');
  });

  it('takes no id from an empty one', () => {
    const data = {
      pull_request_id: '',
      repository_id: {},
      execution_plan_id: 'x'.repeat(500),
      project_id: null,
    };
    const { event, links, belongsTo } = decode({ ...full, data });
    expect({ links, belongsTo }).toEqual({ links: [], belongsTo: undefined });
    expect(event.aggregate).toBe('system');
  });
});

describe('writing', () => {
  it('writes an event of another dialect, and the rest into the leftovers', () => {
    const event = anEvent({
      type: 'job.progress',
      id: 't1',
      data: { project_id: 'of-the-data' },
      stage: 'build',
      correlationId: 'c1',
      visibility: 'internal',
      extensions: { trace: 'abc', type: 'odd', job_id: ['odd'] },
    });
    expect(delivery.encode(event)).toEqual({
      event_id: 't1',
      type: 'job.progress',
      timestamp: '2026-03-02T09:00:00Z',
      data: { project_id: 'of-the-data' },
      correlation_id: 'c1',
      job_id: 'j1',
      session_id: 'S1',
      source: 'runner',
      trace: 'abc',
      jobwire: {
        projectId: 'p1',
        stage: 'build',
        visibility: 'internal',
        extensions: { trace: 'abc', type: 'odd', job_id: ['odd'] },
        dialect: 'televibe',
      },
    });
  });

  it('says so when the data names a project that isn’t the event’s', () => {
    const { projectId: _none, ...event } = anEvent({ data: { project_id: 'p9' } });
    const written = delivery.encode(event);
    expect(written).toMatchObject({ jobwire: { projectId: null } });
    expect(decode(written).event).toEqual({ ...event, dialect: 'delivery' });
  });
});
