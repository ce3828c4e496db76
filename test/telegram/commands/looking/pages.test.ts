// What the looking commands show, as people read it, in every language.
import { expect, it } from 'vitest';
import { visibleMessage } from '../../../message/speaking.ts';
import { ANA, type CommandKit } from '../command-kit.ts';
import { at, createLookWorld, DEPLOY, FIXED, happens, LIMITS } from './look-world.ts';

const STEPS = ['Write src/limit.ts', 'Bash npm test', 'Edit src/gateway.ts'];

async function plant(kit: CommandKit) {
  const of = { jobId: LIMITS.id, sessionId: 'S12' };
  await happens(
    kit,
    { ...of, type: 'job.started', time: at(4), data: { instruction: LIMITS.title } },
    ...STEPS.map((last_action, index) => ({
      ...of,
      ...{ type: 'job.progress', time: at(3 - index), data: { last_action, progress: index / 4 } },
    })),
    {
      ...{ jobId: FIXED.id, sessionId: 'S13', type: 'job.completed', time: at(12) },
      data: { summary: 'Rounding fixed, tests added' },
    },
  );
}

it.each(['en', 'de', 'es', 'ar'])(
  'shows jobs, one job, sessions and a history in %s',
  async (locale) => {
    const kit = await createLookWorld();
    await plant(kit);
    await kit.chatBook.update(ANA, () => ({
      ...{ id: ANA, kind: 'private', title: 'Ana', locale, level: 'all' },
      ...{ subscriptions: [], sponsors: [ANA] },
    }));
    const written = [
      ...['/jobs', `/job ${LIMITS.id}`, `/job ${DEPLOY.id}`, '/job fix', '/job', '/sessions'],
      ...[
        '/history',
        '/history 3',
        `/history ${LIMITS.id}`,
        '/history acme/web 2',
        '/history nothing',
      ],
      ...['/job nothing', '/history acme/web 99'],
    ];
    const shown: string[] = [];
    for (const text of written) {
      const { message } = await kit.ask(ANA, text);
      shown.push(`> ${text}\n${visibleMessage(message)}`);
    }
    await expect(`${shown.join('\n\n===\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/pages.${locale}.txt`,
    );
  },
);
