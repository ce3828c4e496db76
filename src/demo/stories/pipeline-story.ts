// A trailer is made in stages, with a file of its own: `runs/<job>/events.jsonl`. After the script it
// pauses until people have decided, or for a limited time.

import type { JsonObject } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import { type Answer, ofRound, type Scene, type Story } from './story.ts';

interface Film {
  readonly name: string;
  readonly title: string;
  readonly stages: readonly Stage[];
}

interface Stage {
  readonly name: string;
  readonly startMessage: string;
  readonly endMessage: string;
  readonly result: JsonObject;
  /** What people are asked after the stage. */
  readonly question?: string;
  /** If it fails: why. */
  readonly error?: string;
}

const STAGE_MS = 5_000;
const PAUSE_MS = 2_500;
const GATE_SECONDS = 900;

const SCRIPT = {
  name: 'script',
  startMessage: 'Writing the script',
  endMessage: 'The script is ready',
};
const BOARD = {
  name: 'storyboard',
  startMessage: 'Drawing the storyboard',
  endMessage: 'All scenes are drawn',
};
const RENDER = {
  name: 'render',
  startMessage: 'Rendering in 1080p',
  endMessage: 'The trailer is rendered',
};

const FILMS: readonly [Film, ...Film[]] = [
  {
    name: 'spring-trailer',
    title: 'Spring trailer',
    stages: [
      {
        ...SCRIPT,
        result: { words: 812, duration_s: 41.5 },
        question: 'Shall the spring trailer be drawn from this script?',
      },
      { ...BOARD, result: { scenes: 14, duration_s: 96 } },
      { ...RENDER, result: { frames: 1_440, duration_s: 310 } },
    ],
  },
  {
    name: 'teaser',
    title: 'Teaser of the summer collection',
    stages: [
      {
        ...SCRIPT,
        result: { words: 240, duration_s: 18.2 },
        question: 'Shall the teaser be drawn from this script?',
      },
      { ...BOARD, result: {}, error: 'Scene 5 needs a picture that is not in the library' },
    ],
  },
];

export const PIPELINE_STORY: Story = { name: 'pipeline', startDelayMs: 5_000, run };

/** Appends a line to the file. */
type Write = (type: string, message: string, fields?: LineFields) => Promise<void>;

interface LineFields {
  readonly stage?: string;
  readonly status?: string;
  readonly payload?: JsonObject;
}

async function run(scene: Scene): Promise<void> {
  const film = ofRound(FILMS, scene.round);
  const write = createWrite(scene, scene.briefId(film.name));
  await write('job_created', 'Job created', { payload: { title: film.title } });
  await scene.pause(PAUSE_MS);
  await write('job_started', 'Job started', { status: 'running' });
  for (const stage of film.stages) {
    await scene.pause(PAUSE_MS);
    if (!(await playStage(stage, scene, write))) return;
  }
  await scene.pause(PAUSE_MS);
  await write('job_completed', 'All stages done', { status: 'completed' });
}

/** Returns whether the job goes on. */
async function playStage(stage: Stage, scene: Scene, write: Write): Promise<boolean> {
  const { name, startMessage, endMessage, result, question, error } = stage;
  await write('stage_started', startMessage, { stage: name, status: 'running' });
  await scene.pause(STAGE_MS);
  if (error !== undefined) {
    const status = 'failed';
    await write('stage_failed', 'The storyboard stops', {
      stage: name,
      status,
      payload: { error },
    });
    await scene.pause(PAUSE_MS);
    await write('job_failed', error, { status });
    return false;
  }
  await write('stage_completed', endMessage, { stage: name, status: 'completed', payload: result });
  if (question === undefined) return true;
  await scene.pause(PAUSE_MS);
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
    publish: () =>
      write('gate_pause', question, {
        stage,
        status: 'paused',
        // The engine handles the timeout itself, so jobwire gets no `on_timeout`.
        payload: { approval_id: approvalId, timeout_seconds: GATE_SECONDS },
      }),
    keepAlive: () => write('heartbeat', ''),
  });
  // After the timeout nobody has to wait any longer.
  if (answer.kind !== 'timeout') await scene.pause(PAUSE_MS);
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
    case 'stopped':
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

/** Every second film uses the other spelling of the fields. */
function createWrite(scene: Scene, jobId: string): Write {
  const isOtherSpelling = scene.round % 2 === 1;
  return (type, message, { stage = null, status = null, payload = null } = {}) => {
    const rest = { stage, status, message, project_id: 'studio' };
    const line = isOtherSpelling
      ? { timestamp: scene.now(), event_type: type, ...rest, metadata: payload }
      : { ts: scene.now(), type, ...rest, payload };
    return scene.writeRun(jobId, line);
  };
}
