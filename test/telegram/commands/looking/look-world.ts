// Jobs of three projects, with requests and events, for what the looking commands show of them.
import type { CanonicalEvent } from '../../../../src/event/canonical-event.ts';
import { anEvent, candidate } from '../../../helpers/events.ts';
import { aRequest } from '../../decisions/a-request.ts';
import { aJob, type CommandKit, createCommandKit, NOW } from '../command-kit.ts';

export const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();

export const LIMITS = aJob({
  id: '7b2e0000-0000-4000-8000-000000000001',
  sessionId: 'S12',
  title: 'Add rate limiting to the gateway',
  progress: 0.5,
  step: 'Bash npm test',
  steps: { count: 44, newest: ['Write src/limit.ts', 'Bash npm test'] },
  ...{ costUsd: 6.1, budgetUsd: 50, requestsMade: 9, maxRequests: 30 },
  ...{ startedAt: at(4), updatedAt: at(1) },
});
export const DEPLOY = aJob({
  ...{ id: 'deploy-3.8', sessionId: 'S12', status: 'waiting', title: 'Deploy shop 3.8' },
  ...{ startedAt: at(20), updatedAt: at(10) },
});
export const FIXED = aJob({
  ...{
    id: 'fix-1',
    sessionId: 'S13',
    status: 'completed',
    title: 'Fix the checkout',
    costUsd: 7.41,
  },
  links: ['https://github.com/acme/shop/pull/123'],
  ...{ startedAt: at(14), updatedAt: at(12) },
});
const BROKEN = aJob({
  ...{ id: 'smoke-2', sessionId: 'S13', status: 'failed', title: 'Smoke tests' },
  ...{ startedAt: at(185), updatedAt: at(180) },
});
const SILENT = aJob({
  ...{ id: 'index-9', sessionId: 'S14', title: 'Rebuild the index' },
  ...{ startedAt: at(300), updatedAt: at(120) },
});
export const HIDDEN = aJob({
  ...{ id: 'hid-1', sessionId: 'S9', projectId: 'acme/secret', title: 'Rotate the vault' },
  ...{ startedAt: at(3), updatedAt: at(2) },
});
export const INTERNAL = aJob({
  ...{ id: 'int-1', sessionId: 'S8', visibility: 'internal', title: 'Collect garbage' },
  ...{ startedAt: at(3), updatedAt: at(2) },
});

export async function createLookWorld(): Promise<CommandKit> {
  const kit = await createCommandKit();
  kit.jobs.push(LIMITS, HIDDEN, INTERNAL, DEPLOY, FIXED, SILENT, BROKEN);
  const asked = { jobId: DEPLOY.id, requestedAt: at(10), expiresAt: at(-29) };
  kit.approvals.open(aRequest({ ...asked, id: 'ask-1', action: 'kubectl apply -f shop.yaml' }));
  return kit;
}

/** Appends events of a job, oldest first. */
export async function happens(kit: CommandKit, ...events: Partial<CanonicalEvent>[]) {
  const candidates = events.map((fields) => {
    const { projectId: _, ...event } = anEvent({ projectId: 'acme/web', ...fields });
    return candidate(
      'projectId' in fields && fields.projectId === undefined
        ? event
        : { ...event, projectId: fields.projectId ?? 'acme/web' },
    );
  });
  await kit.journal.append({ candidates, deadLetters: [] });
}
