// A preview of the shop that is built, told on the channel of its job while a hash keeps what is
// true of it. Every second one fails.
import type { JsonObject } from '../../event/canonical-event.ts';
import { type Scene, type Story, turnOf } from './story.ts';

interface News {
  readonly type: string;
  /** What the hash says from then on. */
  readonly status: string;
  readonly tells: JsonObject;
}

const PAUSE_MS = 5_000;

const READY: readonly News[] = [
  started('scaffold', 'Laying out the pages of the spring sale'),
  completed('scaffold', 'code', 8_312),
  started('code', 'Writing the countdown and the list of offers'),
  {
    type: 'snapshot.updated',
    status: 'code',
    tells: {
      snapshot_url: 'https://cdn.example.com/{build}/1.png',
      narration: 'The first page is there',
    },
  },
  {
    type: 'documentation.updated',
    status: 'code',
    tells: { section: 'offers', narration: 'How to add an offer, step by step' },
  },
  completed('code', 'deploy', 21_870),
  {
    type: 'build.stage.completed',
    status: 'ready',
    tells: {
      stage: 'deploy',
      duration_ms: 6_140,
      narration: 'The spring sale is there to be tried',
      preview_url: 'https://preview.example.com/{build}',
    },
  },
];

const FAILED: readonly News[] = [
  started('scaffold', 'Laying out the pages of the gift cards'),
  completed('scaffold', 'code', 7_904),
  started('code', 'Writing the form and its checks'),
  {
    type: 'build.stage.started',
    status: 'failed',
    tells: { stage: 'code', error: 'npm install failed: no version of card-form fits ^4.0.0' },
  },
];

export const BUILD_STORY: Story = { name: 'build', beginsAfterMs: 8_000, tell };

async function tell(scene: Scene): Promise<void> {
  const build = scene.briefId('b');
  for (const { type, status, tells } of turnOf([READY, FAILED], scene.round)) {
    // Whoever hears the message finds the hash already true.
    await scene.setHash(`job:${build}`, { status, user_id: 'ana', project_id: 'shop' });
    const message = { type, job_id: build, status, ...filledIn(tells, build) };
    await scene.publishOn(`job:${build}:events`, message);
    await scene.rest(PAUSE_MS);
  }
}

function started(stage: string, narration: string): News {
  return { type: 'build.stage.started', status: stage, tells: { stage, narration } };
}

function completed(stage: string, next: string, durationMs: number): News {
  const tells = { stage, duration_ms: durationMs };
  return { type: 'build.stage.completed', status: next, tells };
}

function filledIn(tells: JsonObject, build: string): JsonObject {
  return Object.fromEntries(
    Object.entries(tells).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace('{build}', build) : value,
    ]),
  );
}
