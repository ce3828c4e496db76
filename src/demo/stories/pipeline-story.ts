// A trailer that is made in stages, told in a file of its own: `runs/<job>/events.jsonl`. After the
// script it pauses until people have decided, or their time has run out.

import type { JsonObject } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import { type Answer, type Scene, type Story, turnOf } from './story.ts';

interface Film {
  readonly name: string;
  readonly title: string;
  readonly stages: readonly Stage[];
}

interface Stage {
  readonly name: string;
  readonly begins: string;
  readonly ends: string;
  readonly made: JsonObject;
  /** What people are asked when the stage is done. */
  readonly question?: string;
  /** Why it fails, instead of being done. */
  readonly error?: string;
}

const STAGE_MS = 5_000;
const PAUSE_MS = 2_500;
const GATE_SECONDS = 900;

const SCRIPT = { name: 'script', begins: 'Writing the script', ends: 'The script is ready' };
const BOARD = {
  name: 'storyboard',
  begins: 'Drawing the storyboard',
  ends: 'All scenes are drawn',
};
const RENDER = { name: 'render', begins: 'Rendering in 1080p', ends: 'The trailer is rendered' };

const FILMS: readonly [Film, ...Film[]] = [
  {
    name: 'spring-trailer',
    title: 'Spring trailer',
    stages: [
      {
        ...SCRIPT,
        made: { words: 812, duration_s: 41.5 },
        question: 'Shall the spring trailer be drawn from this script?',
      },
      { ...BOARD, made: { scenes: 14, duration_s: 96 } },
      { ...RENDER, made: { frames: 1_440, duration_s: 310 } },
    ],
  },
  {
    name: 'teaser',
    title: 'Teaser of the summer collection',
    stages: [
      {
        ...SCRIPT,
        made: { words: 240, duration_s: 18.2 },
        question: 'Shall the teaser be drawn from this script?',
      },
      { ...BOARD, made: {}, error: 'Scene 5 needs a picture that is not in the library' },
    ],
  },
];

export const PIPELINE_STORY: Story = { name: 'pipeline', beginsAfterMs: 5_000, tell };

/** Writes a line of the file. */
type Write = (type: string, message: string, more?: More) => Promise<void>;

interface More {
  readonly stage?: string;
  readonly status?: string;
  readonly payload?: JsonObject;
}

async function tell(scene: Scene): Promise<void> {
  const film = turnOf(FILMS, scene.round);
  const write = createWrite(scene, scene.briefId(film.name));
  await write('job_created', 'Job created', { payload: { title: film.title } });
  await scene.rest(PAUSE_MS);
  await write('job_started', 'Job started', { status: 'running' });
  for (const stage of film.stages) {
    await scene.rest(PAUSE_MS);
    if (!(await playStage(stage, scene, write))) return;
  }
  await scene.rest(PAUSE_MS);
  await write('job_completed', 'All stages done', { status: 'completed' });
}

/** Answers whether the job goes on. */
async function playStage(stage: Stage, scene: Scene, write: Write): Promise<boolean> {
  const { name, begins, ends, made, question, error } = stage;
  await write('stage_started', begins, { stage: name, status: 'running' });
  await scene.rest(STAGE_MS);
  if (error !== undefined) {
    const status = 'failed';
    await write('stage_failed', 'The storyboard stops', {
      stage: name,
      status,
      payload: { error },
    });
    await scene.rest(PAUSE_MS);
    await write('job_failed', error, { status });
    return false;
  }
  await write('stage_completed', ends, { stage: name, status: 'completed', payload: made });
  if (question === undefined) return true;
  await scene.rest(PAUSE_MS);
  return await passGate({ stage: name, question }, scene, write);
}

interface Gate {
  readonly stage: string;
  readonly question: string;
}

async function passGate({ stage, question }: Gate, scene: Scene, write: Write): Promise<boolean> {
  const approvalId = scene.briefId('gate');
  const answer = await scene.ask({
    approvalId,
    withinMs: GATE_SECONDS * 1_000,
    pose: () =>
      write('gate_pause', question, {
        stage,
        status: 'paused',
        // What becomes of its time is the engine's own word, so it asks jobwire for nothing.
        payload: { approval_id: approvalId, timeout_seconds: GATE_SECONDS },
      }),
    keepAlive: () => write('heartbeat', ''),
  });
  // Whoever waits for that word does not wait for long.
  if (answer.kind !== 'timeout') await scene.rest(PAUSE_MS);
  await writeAnswer(answer, stage, write);
  if (answer.kind === 'approved' || answer.kind === 'timeout') {
    await write('job_resumed', 'On with the storyboard', { status: 'running' });
    return true;
  }
  await write('job_canceled', 'Stopped after the script', { status: 'canceled' });
  return false;
}

async function writeAnswer(answer: Answer, stage: string, write: Write): Promise<void> {
  switch (answer.kind) {
    case 'over':
      return;
    case 'timeout': {
      const payload = { timeout_seconds: GATE_SECONDS };
      const message = 'Nobody decided in time';
      await write('gate_auto_approved', message, { stage, status: 'approved', payload });
      return;
    }
    default: {
      const { kind, by, reason } = answer;
      const payload = {
        ...defined({ by, reason }),
      };
      await write(`gate_${kind}`, '', { stage, status: kind, payload });
    }
  }
}

/** Both spellings of a line's fields occur: every second film is told in the other. */
function createWrite(scene: Scene, jobId: string): Write {
  const isOld = scene.round % 2 === 1;
  return (type, message, { stage = null, status = null, payload = null } = {}) => {
    const rest = { stage, status, message, project_id: 'studio' };
    const line = isOld
      ? { timestamp: scene.now(), event_type: type, ...rest, metadata: payload }
      : { ts: scene.now(), type, ...rest, payload };
    return scene.writeRun(jobId, line);
  };
}
