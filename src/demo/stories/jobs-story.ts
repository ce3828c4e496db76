// A coding job with a budget, on the channel `job-events`: its cost, its progress, and the pull request at
// its end. Every second job exceeds its budget.
import { defined } from '../../runtime/defined.ts';
import { ofRound, type Scene, type Story } from './story.ts';

interface CodingJob {
  readonly task: string;
  readonly budgetUsd: number;
  readonly maxRequests: number;
  readonly steps: readonly Step[];
  readonly ending: 'completed' | 'failed';
}

interface Step {
  readonly action: string;
  readonly costUsd: number;
  readonly requests: number;
}

const CHANNEL = 'job-events';
const STEP_MS = 6_000;
const FIRST_PULL_REQUEST = 123;
const TOKENS_PER_REQUEST = { in: 1_655, out: 821 };

const CODING_JOBS: readonly [CodingJob, ...CodingJob[]] = [
  {
    task: 'Add rate limiting',
    budgetUsd: 50,
    maxRequests: 30,
    steps: [
      { action: 'plan', costUsd: 1.2, requests: 2 },
      { action: 'write the limiter', costUsd: 3.85, requests: 6 },
      { action: 'run the tests', costUsd: 6.1, requests: 9 },
      { action: 'open_pr', costUsd: 7.41, requests: 11 },
    ],
    ending: 'completed',
  },
  {
    task: 'Move the audit log',
    budgetUsd: 12,
    maxRequests: 40,
    steps: [
      { action: 'plan', costUsd: 1.9, requests: 4 },
      { action: 'write the migration', costUsd: 6.75, requests: 15 },
      { action: 'run the tests', costUsd: 9.4, requests: 21 },
      { action: 'repair the tests', costUsd: 12.31, requests: 28 },
    ],
    ending: 'failed',
  },
];

export const JOBS_STORY: Story = { name: 'jobs', startDelayMs: 3_000, run };

async function run(scene: Scene): Promise<void> {
  const coding = ofRound(CODING_JOBS, scene.round);
  const publish = createJobUpdates(scene, coding);
  await publish({ type: 'job.created', status: 'pending', done: 0 });
  for (const [done, step] of coding.steps.entries()) {
    await scene.pause(STEP_MS);
    await publish({ type: 'job.updated', status: 'running', done, step });
  }
  await scene.pause(STEP_MS);
  const { ending: status, steps } = coding;
  const done = status === 'completed' ? steps.length : steps.length - 1;
  await publish({ type: `job.${status}`, status, done, ...lastOf(steps) });
}

function lastOf(steps: readonly Step[]): { step?: Step } {
  const step = steps.at(-1);
  return defined({ step });
}

interface JobUpdate {
  readonly type: string;
  readonly status: string;
  /** Number of finished steps. */
  readonly done: number;
  /** The current one. */
  readonly step?: Step;
}

function createJobUpdates(scene: Scene, { steps, ...job }: CodingJob) {
  const id = scene.briefId('job');
  const createdAt = scene.now();
  const link = `https://git.example.org/acme/gateway/pull/${FIRST_PULL_REQUEST + scene.round}`;
  return ({ type, status, done, step }: JobUpdate) =>
    scene.publishOn(CHANNEL, {
      type,
      payload: {
        id,
        status,
        task: job.task,
        repo_owner: 'acme',
        repo_name: 'gateway',
        branch_base: 'main',
        budget_usd: job.budgetUsd,
        max_requests: job.maxRequests,
        max_minutes: 45,
        model_cto: 'planner-large',
        model_coder: 'coder-large',
        cost_usd: step?.costUsd ?? 0,
        tokens_in: (step?.requests ?? 0) * TOKENS_PER_REQUEST.in,
        tokens_out: (step?.requests ?? 0) * TOKENS_PER_REQUEST.out,
        requests_made: step?.requests ?? 0,
        progress: done / steps.length,
        last_action: step?.action ?? null,
        pr_links: status === 'completed' ? [link] : [],
        created_at: createdAt,
        updated_at: scene.now(),
      },
    });
}
