// What the jobs of the pictures say (screens.mjs).
export const PUSH = {
  scope: 'push',
  action: 'git push origin main',
  reason: 'All 214 tests pass; the coupon fix is ready.',
  context: {
    commits: ['a1b2c3d Round coupons down', 'e4f5a6b Test the rounding'],
    files_changed: 3,
    diff: '--- a/src/coupon.ts\n+++ b/src/coupon.ts\n@@ -12,3 +12,3 @@\n-  return Math.round(cents);\n+  return Math.floor(cents);',
  },
  requested_by: { id: 'agent-7', name: 'Checkout agent' },
};
export const DEPLOY = {
  scope: 'deploy',
  action: 'kubectl apply -f shop/production.yaml',
  reason: 'Version 2.4.1 ran on staging for a day.',
  requested_by: { id: 'agent-7', name: 'Checkout agent' },
};
export const MIGRATE = {
  scope: 'migrate',
  action: 'npm run migrate -- --drop legacy_coupons',
  reason: 'Nothing has read this table for 90 days.',
};

export const STEPS = [
  ['Edit', 'deploy/values.yaml'],
  ['Bash', 'npm test'],
  ['Bash', 'docker build shop:3.8.1'],
  ['Bash', 'kubectl rollout status shop'],
  ['Write', 'test/smoke.test.ts'],
];
export const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "smoke.py", line 42, in check',
  '    connect(host)',
  'ConnectionRefusedError: [Errno 111] Connection refused: db:5432',
].join('\n');
export const DONE = {
  success: true,
  summary: 'Rolled out; the smoke tests pass.',
  files_changed: ['deploy/values.yaml'],
  diff_stat: '+4 -2',
  duration_seconds: 31,
};
