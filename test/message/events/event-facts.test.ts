import { describe, expect, it } from 'vitest';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../../src/event/canonical-event.ts';
import { EVENT_FACTS } from '../../../src/message/events/event-facts.ts';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { anEvent } from '../../helpers/events.ts';
import { LOCALES, render, visible } from '../speaking.ts';

function linesOf(type: string, data: JsonObject, fields: Partial<CanonicalEvent> = {}) {
  const { projectId: _p, sessionId: _s, jobId: _j, ...event } = anEvent({ type, data, ...fields });
  const [message] = render({ kind: 'event', event, alert: false }, 'en');
  return message === undefined ? [] : visible(message.body).split('\n');
}

describe('the texts of events', () => {
  it('use only facts that exist', () => {
    for (const [tag, source] of LOCALES) {
      const texts = [...loadLocale(tag, source).texts];
      const named = texts.flatMap(([, { variables }]) => [...variables]);
      const facts = named.filter((name) => name.startsWith('event-'));
      expect(facts.filter((name) => !EVENT_FACTS.has(name))).toEqual([]);
      expect(facts.length).toBeGreaterThan(20);
    }
  });

  it('use every fact', () => {
    const named = new Set(
      [...LOCALES].flatMap(([tag, source]) =>
        [...loadLocale(tag, source).texts.values()].flatMap(({ variables }) => [...variables]),
      ),
    );
    expect([...EVENT_FACTS.keys()].filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('a job', () => {
  it('that says nothing new still reads well', () => {
    expect(linesOf('job.updated', {})).toEqual(['🔄 *Job updated*']);
    expect(linesOf('job.updated', { status: 'running' })).toEqual(['🔄 *Running*']);
    expect(linesOf('job.updated', { status: 'running', progress: 0, last_action: null })).toEqual([
      '🔄 *Running*',
      '░░░░░░░░░░ 0 %',
    ]);
  });

  it('in an unknown state shows it as data', () => {
    expect(linesOf('job.updated', { status: '@ana' })).toEqual(['🔄 `@ana`']);
    expect(linesOf('job.updated', { status: 'Toast.text' })).toEqual(['🔄 `Toast.text`']);
    expect(linesOf('job.updated', { status: 7 })).toEqual(['🔄 *7*']);
  });

  it('formats amounts that came as text, and shows other values unchanged', () => {
    const data = { cost_usd: '3.20', budget_usd: 'lots', requests_made: 'four', progress: 'half' };
    expect(linesOf('job.updated', data)).toEqual([
      '🔄 *Job updated*',
      'half',
      '$3.20 · budget: lots · calls: four',
    ]);
    expect(linesOf('job.created', { budget_usd: 'about 5', max_minutes: 1e300 })).toEqual([
      '🆕 *New job*',
      'budget about 5 · up to 1e+300',
    ]);
  });

  it('shows how long it took only if time passed', () => {
    const took = (created_at: string, updated_at: string) =>
      linesOf('job.failed', { created_at, updated_at, error: 'boom' }, { dialect: 'jobs' }).slice(
        1,
      );
    expect(took('2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z')).toEqual(['boom', '1 h']);
    expect(took('2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z')).toEqual(['boom']);
    expect(took('2026-03-02T10:00:00Z', 'soon')).toEqual(['boom']);
  });

  it('leaves out a message that only repeats the type', () => {
    const said = (message: string) => linesOf('job.started', {}, { extensions: { message } });
    expect(said('Job started')).toEqual(['🔧 *Started*']);
    expect(said('Job started by Ana')).toEqual(['🔧 *Started*', 'Job started by Ana']);
  });

  it('shows its pull requests as links, and nothing else', () => {
    const pr_links = [
      'https://github.com/a/b/pull/1',
      'javascript:alert(1)',
      'https://x@evil.example',
    ];
    expect(linesOf('job.completed', { pr_links }).slice(1)).toEqual([
      '@github.com/a/b/pull/1@(https://github.com/a/b/pull/1)',
      'javascript:alert(1)',
      '`https://x@evil.example`',
    ]);
    expect(linesOf('job.completed', { summary: 'see https://example.com' })[1]).toBe(
      'see `https://example.com`',
    );
  });
});

describe('a stage', () => {
  it('is named, with its message and its other fields', () => {
    const lines = linesOf(
      'stage.completed',
      { duration_s: 41.5, words: 812 },
      { stage: 'script', extensions: { message: 'Script ready' } },
    );
    expect(lines).toEqual(['☑️ *Stage script done*', 'Script ready', '41.5 s · words: 812']);
  });

  it('without a name still has a title', () => {
    expect(linesOf('stage.failed', { error: 'boom' })).toEqual(['❌ *Stage failed*', 'boom']);
    expect(linesOf('gate.pause', {})).toEqual(['⏸️ *Waiting for approval*']);
  });

  it('names who decided only once', () => {
    const told = (message: string) =>
      linesOf('gate.approved', { by: 'ana' }, { stage: 'script', extensions: { message } })[1];
    expect(told('Approved by Ana')).toBe('Approved by Ana');
    expect(told('Looks good')).toBe('Looks good · by ana');
    expect(told('')).toBe('by ana');
  });
});

describe('a build', () => {
  it('that is ready says so, with its preview', () => {
    const data = { status: 'ready', preview_url: 'https://b.example.dev', duration_ms: 8_312 };
    expect(linesOf('build.stage.completed', data, { stage: 'deploy' })).toEqual([
      '🚀 *Your build is ready*',
      '@b.example.dev@(https://b.example.dev/)',
      'last stage deploy · took 8.3 s',
    ]);
  });

  it.each([
    'build.stage.started',
    'build.stage.completed',
    'snapshot.updated',
    'documentation.updated',
  ])('that failed says so on %s', (type) => {
    const data = { status: 'failed', error: 'npm install failed' };
    expect(linesOf(type, data, { stage: 'code' })).toEqual([
      '❌ *Build failed at stage code*',
      'npm install failed',
    ]);
    expect(linesOf(type, data)[0]).toBe('❌ *Build failed*');
  });
});

describe('a delivery', () => {
  it('shows each phase of a plan on a line', () => {
    const phases = [
      {
        phase_number: 1,
        name: 'API',
        agent_type: 'backend',
        estimated_duration: '2h',
        risk_level: 'HIGH',
      },
      { name: 'List\nof all', risk_level: 'odd one' },
      'no phase',
      { phase_number: '4', agent_type: '@ana' },
    ];
    expect(linesOf('planning.completed', { phases }).slice(1)).toEqual([
      '1. API · backend · 2h · high risk',
      '2. List of all · risk odd one',
      'no phase',
      'Phase 4 · `@ana`',
    ]);
    const many = Array.from({ length: 10 }, () => ({ name: 'x' }));
    expect(linesOf('planning.completed', { phases: many }).slice(-2)).toEqual(['8. x', '+2 more']);
  });

  it('shows nested fields, and nothing for missing ones', () => {
    const data = { blast_radius: { files_affected: 1 }, execution_plan_id: 'plan-1' };
    expect(linesOf('planning.completed', data)[1]).toBe('1 file · plan `plan-1`');
    expect(linesOf('agent.execution.started', { input_data: null, agent_type: 'qa' })).toEqual([
      '🤖 *Agent started: qa*',
    ]);
    const output = { output_data: { files_modified: ['a', 'b'] } };
    expect(linesOf('agent.execution.completed', output)[1]).toBe('2 files changed');
  });

  it('accepts only an integer as the number of a pull request', () => {
    expect(linesOf('pr.created', { pr_number: 12_345, title: 'x' })[0]).toBe(
      '🔀 *Pull request #12345*',
    );
    expect(linesOf('pr.created', { pr_number: 'fun', title: 'x' })[0]).toBe(
      '🔀 *New pull request*',
    );
  });
});

describe('the time that a job took', () => {
  const took = (created_at: JsonValue, updated_at: JsonValue) =>
    linesOf('job.completed', { id: 'j1', created_at, updated_at }, { dialect: 'jobs' }).join('\n');

  it.each<[JsonValue, JsonValue]>([
    ['2026-11-28T09:00:00', '2026-11-28T09:02:00Z'],
    ['2026-11-28T10:00:00+01:00', '2026-11-28 09:02:00.000000'],
    [1_795_856_400, '1795856520000'],
  ])('is shown whatever zone or unit its clocks use: %j, %j', (created, updated) => {
    expect(took(created, updated)).toContain('2 min');
  });

  it.each<[JsonValue, JsonValue]>([
    ['2026-11-28T09:02:00Z', '2026-11-28T09:00:00Z'],
    ['1970-01-01T00:00:00Z', '2026-11-28T09:00:00Z'],
    ['2026-11-28T09:00:00Z', '9999-12-31T23:59:59Z'],
    [0, 1_795_856_520],
    ['soon', true],
  ])('is not shown if a clock is wrong: %j, %j', (created, updated) => {
    expect(took(created, updated)).not.toMatch(/⏱|\d (?:min|h|s|d)\b/);
  });
});
