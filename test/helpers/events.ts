// Events for tests: a plain one, changed where the test cares.
import { aggregateOf } from '../../src/event/aggregate.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Candidate } from '../../src/journal/journal.ts';
import { repeatKeyOf } from '../../src/journal/repeat-key.ts';

let count = 0;

export function anEvent(fields: Partial<CanonicalEvent> = {}): CanonicalEvent {
  count += 1;
  const event = {
    id: `event-${count}`,
    type: 'task.status_changed',
    time: '2026-03-02T09:00:00.000Z',
    source: { component: 'runner' },
    projectId: 'p1',
    sessionId: 'S1',
    jobId: 'j1',
    visibility: 'public',
    recipients: 'all',
    data: { tool: 'Edit', file: `src/file-${count}.ts` },
    dialect: 'televibe',
    ...fields,
  } as const;
  return { ...event, aggregate: fields.aggregate ?? aggregateOf(event) };
}

export function candidate(event: CanonicalEvent, arrivedAt = 1_000): Candidate {
  return { event, arrivedAt, identity: 'id', repeatKey: repeatKeyOf(event, event.id) };
}
