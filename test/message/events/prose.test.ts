import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { anEvent } from '../../helpers/events.ts';
import { render, visible } from '../speaking.ts';

function textOf(type: string, data: JsonObject, extensions: JsonObject = {}): string {
  const { projectId: _p, sessionId: _s, jobId: _j, ...event } = anEvent({ type, data, extensions });
  const messages = render({ kind: 'event', event, alert: false }, 'en');
  return messages.map(({ body }) => visible(body)).join('\n---\n');
}

describe('what agents write', () => {
  it.each<[string, JsonObject, string]>([
    ['job.completed', { summary: '**All** green:\n- `a.ts`' }, '*All* green:\n• `a.ts`'],
    ['job.started', { instruction: 'Fix `login.py`' }, 'Fix `login.py`'],
    ['job.denied', { reason: '*not* now' }, '_not_ now'],
    ['build.stage.started', { narration: '# Laying out' }, '*Laying out*'],
    ['job.completed', { notes: 'see **log**' }, 'notes: see *log*'],
    ['agent.execution.completed', { output_data: { changes_summary: '**x**' } }, '*x*'],
    ['job.approval_comment', { comment: 'use **8080**' }, 'use *8080*'],
    ['agent.note', { markdown: 'use **8080**' }, 'markdown: use *8080*'],
    [
      'session.error',
      { error: 'expected **kwargs, got **args**' },
      'expected **kwargs, got **args**',
    ],
  ])('is shown as what it means in %s: %j', (type, data, text) => {
    expect(textOf(type, data)).toContain(`\n${text}`);
  });

  it('is shown as what it means in a title, which the text does not repeat', () => {
    const event = anEvent({
      type: 'job.started',
      data: { instruction: 'Fix `login.py`\n```\nboom\n```\n> twice' },
    });
    const notice = { kind: 'event', event, title: 'Fix `login.py`', alert: false } as const;
    const [message] = render(notice, 'en');
    expect(message?.body.text).toBe('🔧 Fix login.py started · p1\nboom\ntwice\nS1 · j1');
    expect(message?.body.spans.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['bold', 'code', 'pre', 'quote']),
    );
  });

  it('is shown as what it means in the message of a stage', () => {
    expect(textOf('stage.started', {}, { message: 'Writing *script*' })).toContain(
      'Writing _script_',
    );
  });

  it('is shown exactly as written where somebody decides', () => {
    const said = 'run **now**, `rm` [x](https://evil.example)';
    const shown = 'run **now**, `` `rm`` ` `[x](https://evil.example`)';
    expect(textOf('job.approval_needed', { action: said, reason: said })).not.toContain(
      'run *now*',
    );
    expect(textOf('gate.pause', {}, { message: said })).toContain('run **now**');
    expect(textOf('job.approval_needed', { reason: said })).not.toContain(shown);
    expect(textOf('job.approval_needed', { notes: said }).match(/@\(/)).toBeNull();
  });
});
