// A preview of the shop is built: messages on the channel of its job, and a hash with its current state.
// Every second build fails.
import type { JsonObject } from '../../event/canonical-event.ts';
import { ofRound, type Scene, type Story } from './story.ts';

interface BuildUpdate {
  readonly type: string;
  /** The new status in the hash. */
  readonly status: string;
  readonly data: JsonObject;
}

const PAUSE_MS = 5_000;

const READY: readonly BuildUpdate[] = [
  started('scaffold', 'Laying out the pages of the spring sale'),
  completed('scaffold', 'code', 8_312),
  started('code', 'Writing the countdown and the list of offers'),
  {
    type: 'snapshot.updated',
    status: 'code',
    data: {
      snapshot_url: 'https://cdn.example.com/{build}/1.png',
      narration: 'The first page is there',
    },
  },
  {
    type: 'documentation.updated',
    status: 'code',
    data: { section: 'offers', narration: 'How to add an offer, step by step' },
  },
  completed('code', 'deploy', 21_870),
  {
    type: 'build.stage.completed',
    status: 'ready',
    data: {
      stage: 'deploy',
      duration_ms: 6_140,
      narration: 'The spring sale is there to be tried',
      preview_url: 'https://preview.example.com/{build}',
    },
  },
];

const FAILED: readonly BuildUpdate[] = [
  started('scaffold', 'Laying out the pages of the gift cards'),
  completed('scaffold', 'code', 7_904),
  started('code', 'Writing the form and its checks'),
  {
    type: 'build.stage.started',
    status: 'failed',
    data: { stage: 'code', error: 'npm install failed: no version of card-form fits ^4.0.0' },
  },
];

export const BUILD_STORY: Story = { name: 'build', startDelayMs: 8_000, run };

async function run(scene: Scene): Promise<void> {
  const build = scene.briefId('b');
  for (const { type, status, data } of ofRound([READY, FAILED], scene.round)) {
    // The hash is up to date before anybody gets the message.
    await scene.setHash(`job:${build}`, { status, user_id: 'ana', project_id: 'shop' });
    const message = { type, job_id: build, status, ...filledIn(data, build) };
    await scene.publishOn(`job:${build}:events`, message);
    await scene.pause(PAUSE_MS);
  }
}

function started(stage: string, narration: string): BuildUpdate {
  return { type: 'build.stage.started', status: stage, data: { stage, narration } };
}

function completed(stage: string, next: string, durationMs: number): BuildUpdate {
  const data = { stage, duration_ms: durationMs };
  return { type: 'build.stage.completed', status: next, data };
}

function filledIn(data: JsonObject, build: string): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace('{build}', build) : value,
    ]),
  );
}
