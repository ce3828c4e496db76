// Jobs of the project "gateway".
import { edit, run, type Scenario } from './scenario.ts';

const LIMITS = { project: 'gateway', session: 'limits', branch: 'feature/rate-limits' } as const;
const AUTH = { project: 'gateway', session: 'auth', branch: 'chore/key-rotation' } as const;

export const GATEWAY_SCENARIOS: readonly Scenario[] = [
  {
    ...LIMITS,
    instruction: 'Limit each API key to 50 requests a second, with a friendly 429',
    steps: [
      edit('internal/limit/bucket.go', 'creating', 1_200),
      edit('internal/limit/bucket_test.go', 'creating'),
      run('go test ./internal/limit/...', [
        '=== RUN   TestBucketRefills',
        '--- PASS: TestBucketRefills (0.21s)',
        '=== RUN   TestBucketIsFairUnderLoad',
        '--- PASS: TestBucketIsFairUnderLoad (1.84s)',
        'ok   gateway/internal/limit  2.071s',
      ]),
      edit('internal/http/middleware.go', 'editing'),
    ],
    ending: {
      kind: 'completed',
      summary:
        'Every API key has a bucket of 50 requests a second; beyond it answers are 429 with Retry-After.',
      files: [
        'internal/limit/bucket.go',
        'internal/limit/bucket_test.go',
        'internal/http/middleware.go',
      ],
      diffStat: '+245 -12',
    },
  },
  {
    ...AUTH,
    instruction: 'Rotate the signing keys of access tokens on staging',
    requestedBy: { id: 'agent-auth', name: 'Auth agent' },
    steps: [
      edit('internal/auth/keys.go', 'editing'),
      run('go vet ./... && go test ./internal/auth/...', [
        'ok   gateway/internal/auth  0.913s',
        'ok   gateway/internal/auth/jwks  0.402s',
      ]),
      {
        kind: 'ask',
        pauseMs: 1_000,
        scope: 'secrets',
        action: 'gatewayctl keys rotate --env staging --keep-old 24h',
        reason: 'The keys are 92 days old; the policy says 90',
        context: { environment: 'staging', keys: 2, files_changed: 1 },
      },
      run('gatewayctl keys rotate --env staging --keep-old 24h', [
        'new key published: 2 of 2 gateways know it',
        'signing with the new key',
        '! 3 clients still cache the old key set; it is valid for 24 h',
      ]),
    ],
    ending: {
      kind: 'completed',
      summary: 'Staging signs with new keys. The old ones are accepted for another 24 hours.',
      files: ['internal/auth/keys.go'],
      diffStat: '+18 -6',
    },
  },
  {
    ...LIMITS,
    instruction: 'Load test of the rate limits with 2,000 keys',
    steps: [
      {
        kind: 'note',
        pauseMs: 600,
        type: 'orchestrator.error',
        data: { error: 'queue backlog above 500' },
        internal: true,
      },
      run(
        'k6 run load/limits.js --vus 400',
        [
          'scenario keys: 400 users, 2,000 keys, 60 s',
          'checks: 99.2 % of 118,204',
          '! p(95) = 231 ms, limit 200 ms',
          '!! threshold crossed: http_req_duration',
        ],
        99,
      ),
    ],
    ending: {
      kind: 'failed',
      error: 'Load test: p(95) was 231 ms, allowed are 200 ms (exit code 99)',
    },
  },
  {
    ...AUTH,
    branch: 'fix/clock-skew',
    instruction: 'Accept tokens whose issuer is up to 30 seconds ahead',
    steps: [
      {
        kind: 'note',
        pauseMs: 900,
        type: 'coordination.conflict_detected',
        data: { files: ['internal/http/middleware.go'], sessions: ['auth', 'limits'] },
      },
      edit('internal/auth/verify.go', 'editing'),
      run('go test ./internal/auth/...', ['ok   gateway/internal/auth  0.921s']),
      {
        kind: 'note',
        pauseMs: 900,
        type: 'coordination.sync_point_reached',
        data: { name: 'middleware-merged', sessions: ['auth', 'limits'] },
      },
    ],
    ending: {
      kind: 'completed',
      summary:
        'Tokens from up to 30 seconds ahead are accepted; further ahead they are refused with a clear reason.',
      files: ['internal/auth/verify.go', 'internal/auth/verify_test.go'],
      diffStat: '+37 -4',
    },
  },
  {
    ...LIMITS,
    branch: 'main',
    instruction: 'Add an index for requests by API key to the production database',
    requestedBy: { id: 'agent-limits', name: 'Limits agent' },
    steps: [
      edit('migrations/0042_requests_by_key.sql', 'creating'),
      run('migrate plan --env production', [
        'CREATE INDEX CONCURRENTLY requests_by_key ON requests (api_key, at)',
        '! table requests has 84 million rows; expected time 6 min',
      ]),
      {
        kind: 'ask',
        pauseMs: 1_000,
        scope: 'migration',
        action: 'migrate up --env production --to 0042',
        reason: 'Usage pages take 9 seconds without this index',
        context: { environment: 'production', migration: '0042', rows: 84_000_000, locks: 'none' },
      },
      run('migrate up --env production --to 0042', [
        '0042_requests_by_key: started',
        '0042_requests_by_key: 50 %',
        '0042_requests_by_key: done in 5 min 48 s',
      ]),
    ],
    ending: {
      kind: 'completed',
      summary: 'Index requests_by_key is there; usage pages answer in 120 ms instead of 9 s.',
      files: ['migrations/0042_requests_by_key.sql'],
      diffStat: '+6 -0',
    },
  },
  {
    ...AUTH,
    branch: 'docs/keys',
    instruction: 'Write down how keys are rotated',
    steps: [
      {
        kind: 'note',
        pauseMs: 700,
        type: 'task.claimed',
        data: { task_id: '{task}', session: 'auth' },
      },
      edit('docs/keys.md', 'creating'),
      {
        kind: 'note',
        pauseMs: 700,
        type: 'task.status_changed',
        data: { task_id: '{task}', from: 'in_progress', to: 'review' },
      },
    ],
    ending: {
      kind: 'completed',
      summary: 'docs/keys.md tells how keys are rotated, checked and, when needed, taken back.',
      files: ['docs/keys.md'],
      diffStat: '+74 -0',
    },
  },
];
