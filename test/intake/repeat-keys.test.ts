// By what a message is known again: its id and its project, whatever the way it came.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/dialects/all-dialects.ts';
import type { RawMessage } from '../../src/dialects/dialect.ts';
import { decodeAll } from '../../src/intake/decode-all.ts';
import { repeatKeyOf } from '../../src/journal/repeat-key.ts';

function keyOf(dialect: string, content: object, found: Partial<RawMessage> = {}): string {
  const text = JSON.stringify(content);
  const message = { dialect, text, source: 'test', arrivedAt: 1_000, ...found };
  const { candidates, failures } = decodeAll([message], decode);
  expect(failures).toEqual([]);
  return candidates[0]?.repeatKey ?? '';
}

const televibe = (fields: object) => ({
  event_id: 'e1',
  event_type: 'job.started',
  job_id: 'j1',
  ...fields,
});
const cloudEvent = (fields: object) => ({
  specversion: '1.0',
  id: 'e1',
  source: '/ci',
  type: 'job.started',
  jobid: 'j1',
  ...fields,
});
const line = { ts: '2026-03-02T09:00:00Z', type: 'job_started', message: '' };
const ofJob = (projectId?: string) => ({
  about: { jobId: 'j1', ...(projectId === undefined ? {} : { projectId }) },
});

describe('an id', () => {
  it.each([
    ['televibe', televibe({ project_id: 'a' }), televibe({ project_id: 'b' })],
    ['televibe', televibe({ project_id: 'a' }), televibe({})],
    ['cloudevents', cloudEvent({ projectid: 'a' }), cloudEvent({ projectid: 'b' })],
    ['cloudevents', cloudEvent({ projectid: 'a' }), cloudEvent({})],
    ['pipeline', { ...line, project_id: 'a' }, { ...line, project_id: 'b', job_id: 'j1' }],
  ])('of one project in %s is not that of another: %j', (dialect, one, other) => {
    const found = dialect === 'pipeline' ? ofJob() : {};
    expect(keyOf(dialect, one, found)).not.toBe(keyOf(dialect, other, found));
    expect(keyOf(dialect, one, found)).toBe(keyOf(dialect, { ...one }, found));
  });

  it('published over HTTP belongs to the project for which it was published', () => {
    const key = (projectId: string) =>
      keyOf('pipeline', line, { source: 'http', ...ofJob(projectId) });
    expect(key('a')).not.toBe(key('b'));
  });

  it('from elsewhere is the same whether its project could be looked up or not', () => {
    const key = (projectId?: string) => keyOf('build', { type: 'build.started' }, ofJob(projectId));
    expect(key('a')).toBe(key());
  });

  it('of no project belongs to its dialect', () => {
    const event = { id: 'e1', projectId: undefined };
    expect(repeatKeyOf({ ...event, dialect: 'a' }, 'e1')).not.toBe(
      repeatKeyOf({ ...event, dialect: 'b' }, 'e1'),
    );
  });

  test.prop([
    fc.record({ projectId: fc.option(fc.string(), { nil: undefined }), id: fc.string() }),
    fc.record({ projectId: fc.option(fc.string(), { nil: undefined }), id: fc.string() }),
    fc.string(),
  ])('is the same only for the same project and id, however they are written', (a, b, dialect) => {
    const isSame = a.projectId === b.projectId && a.id === b.id;
    const [one, other] = [a, b].map(({ projectId, id }) => repeatKeyOf({ projectId, dialect }, id));
    expect(one === other).toBe(isSame);
  });
});

describe('what is published over HTTP', () => {
  it.each([
    ['televibe', televibe({ project_id: 'a', data: { pull_request_id: 'r', repository_id: 'x' } })],
    ['cloudevents', cloudEvent({ projectid: 'a', data: { repository_id: 'r', project_id: 'b' } })],
    ['pipeline', { ...line, payload: { feature_request_id: 'f', project_id: 'b' } }],
  ])('in %s establishes no links to projects', (dialect, content) => {
    const message = { dialect, text: JSON.stringify(content), source: 'http', arrivedAt: 1 };
    const { candidates } = decodeAll([{ ...message, ...ofJob('a') }], decode);
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).not.toHaveProperty('links');
    expect(candidates[0]).not.toHaveProperty('belongsTo');
  });
});
