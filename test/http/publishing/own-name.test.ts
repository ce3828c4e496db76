// Whoever publishes over HTTP can't name jobwire as the source, in any format that has one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearsOwnName } from '../../../src/intake/own-name.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const EVENTS = '/api/v1/events';
const silent = { event_type: 'job.silent', project_id: 'a', job_id: 'j1', data: {} };
const sourced = (source: string) => ({ ...silent, source: { component: source } });
const cloudEvent = {
  ...{ specversion: '1.0', id: 'c-1', source: '/runner', type: 'job.silent' },
  ...{ projectid: 'a', jobid: 'j1' },
};
const leftovers = { source: { component: 'jobwire' } };
const binary = { 'ce-specversion': '1.0', 'ce-id': 'c-1', 'ce-type': 'job.silent' };

const journalled = async () =>
  (await port.memory.journal.read('0-0', 100)).map(({ event }) => event.source.component);

describe('an event that names jobwire as its source', () => {
  it.each([
    ['in the televibe shape', EVENTS, sourced('jobwire')],
    ['as a CloudEvent', EVENTS, { ...cloudEvent, source: 'jobwire' }],
    [
      'as a CloudEvent with an addition',
      EVENTS,
      { ...cloudEvent, jobwire: JSON.stringify(leftovers) },
    ],
    [
      'in the pipeline shape',
      '/api/v1/jobs/j1/events',
      { type: 'job_started', payload: {}, jobwire: leftovers },
    ],
    ['in a list', EVENTS, [sourced('runner'), sourced('jobwire')]],
    ['as a sign of life', EVENTS, { ...sourced('jobwire'), event_type: 'job.heartbeat' }],
  ])('%s is refused, whoever publishes it', async (_, path, body) => {
    for (const token of ['publisher', 'admin']) {
      const answer = await port.send('POST', path, { token, body });
      expect([token, answer.status]).toEqual([token, 422]);
      const { detail } = await problemOf(answer);
      expect(detail).toContain('Only jobwire itself publishes as jobwire');
      expect(detail).toContain('{"source":{"component":"runner"}}');
    }
    expect(await journalled()).toEqual([]);
  });

  it('in headers is refused', async () => {
    const headers = { ...binary, 'ce-source': 'jobwire' };
    const answer = await port.send('POST', EVENTS, { token: 'publisher', headers, body: {} });
    expect(answer.status).toBe(422);
  });

  it.each([
    'JobWire',
    ' jobwire\t',
    'job wire',
    'job-wire',
    'jobwire:',
    'job\u200bwire',
    '\uff4aobwire',
    'j\u043ebwire',
    '\u0458\u043ebw\u0456r\u0435',
    'jobw\u0131re',
    'jobw\u00ecre',
    '\u029dobwire',
    'j0bwire',
    'jobwlre',
    'jobw1re',
    'jobvvire',
    'jobwire (bot)',
    'jobwire/1',
    'jobwire-12',
    'j0bvvlr3 2',
  ])('written %j is refused too', async (name) => {
    const answer = await port.send('POST', EVENTS, { token: 'publisher', body: sourced(name) });
    expect(answer.status).toBe(422);
    expect(await journalled()).toEqual([]);
  });

  it.each(['runner', 'jobwire-runner', 'my jobwire', 'job', 'cli', 'jobwir', 'jobwires', 'bot1'])(
    'is not one that is called %j',
    async (name) => {
      const answer = await port.send('POST', EVENTS, { token: 'publisher', body: sourced(name) });
      expect(answer.status).toBe(202);
      expect(await journalled()).toEqual([name]);
    },
  );

  it('tells nobody whether a job of others exists', async () => {
    await port.publish({ type: 'job.started', projectId: 'b', jobId: 'j-b' });
    const body = { type: 'job_started', payload: {}, jobwire: leftovers };
    const answers = await Promise.all(
      ['j-b', 'nothing'].map(async (id) => {
        const path = `/api/v1/jobs/${id}/events`;
        return (await port.send('POST', path, { token: 'publisher-of-a', body })).text();
      }),
    );
    expect(answers[0]).toBe(answers[1]);
  });
});

it('has an answer for every name', () => {
  for (const component of ['', '\u0000', '\ud800', '𝐣𝐨𝐛𝐰𝐢𝐫𝐞'])
    expect(bearsOwnName({ source: { component } })).toBe(component.length > 2);
});
