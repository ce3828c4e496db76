import { describe, expect, it } from 'vitest';
import { ALL_DIALECTS, decode, dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { recordedEvents } from '../message/speaking.ts';

const televibe = (type: string, fields: JsonObject = {}) =>
  decode({
    dialect: 'televibe',
    text: JSON.stringify({ event_id: 'e1', event_type: type, project_id: 'shop', ...fields }),
    source: 'televibe:stream:shop',
    arrivedAt: 0,
  })?.event.type;

it('finds a dialect by name', () => {
  expect(dialectNamed('televibe').name).toBe('televibe');
});

it('names the known dialects when asked for another', () => {
  expect(() => dialectNamed('morse')).toThrow(/unknown dialect "morse".*televibe/);
});

describe('an event about a job', () => {
  const TYPES = [
    'job.started',
    'job.failed',
    'Job.Completed',
    'stage.failed',
    'build.stage.started',
  ];

  it.each(TYPES)('like %s is refused if it names neither a job nor a session', (type) => {
    expect(() => televibe(type)).toThrow(/names neither a job nor a session; expected/);
    expect(() => televibe(type, { job_id: '' })).toThrow(/names neither/);
    expect(televibe(type, { job_id: 'j1' })).toBe(type);
    expect(televibe(type, { session_id: 'S1' })).toBe(type);
  });

  it.each([
    ...['job.approval_needed', 'job.approved', 'job.denied', 'job.approval_expired'],
    ...['job.approval_withdrawn', 'job.approval_comment', 'gate.pause', 'gate.approved'],
  ])('like %s may come without, since it is about a request', (type) => {
    expect(televibe(type)).toBe(type);
  });

  it.each(['job.teleported', 'task.created', 'session.error', 'x'])(
    'is none of the type %s, of which nothing is expected',
    (type) => {
      expect(televibe(type)).toBe(type);
    },
  );

  it('is accepted in every recorded form, whatever it is written in', () => {
    const events = Object.values(recordedEvents).flat();
    for (const event of events) {
      for (const { name, encode } of ALL_DIALECTS) {
        const text = JSON.stringify(encode(event));
        const about = event.jobId === undefined ? {} : { about: { jobId: event.jobId } };
        const message = { dialect: name, text, source: 's', arrivedAt: 0, ...about };
        expect(decode(message)?.event.type, `${event.type} in ${name}`).toBe(event.type);
      }
    }
  });
});
