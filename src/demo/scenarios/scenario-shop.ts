// Jobs of the project "shop". The first one asks for an approval right away, so that there is something
// to decide as soon as the demo is open.
import { edit, run, type Scenario } from './scenario.ts';

const CHECKOUT = { project: 'shop', session: 'checkout', branch: 'fix/rounding' } as const;
const SEARCH = { project: 'shop', session: 'search', branch: 'feature/typo-search' } as const;
const CATALOG = { project: 'shop', session: 'catalog', branch: 'chore/image-sizes' } as const;

export const SHOP_SCENARIOS: readonly Scenario[] = [
  {
    ...CHECKOUT,
    instruction: 'Fix the cart total that is one cent off when a voucher meets three items',
    requestedBy: { id: 'agent-checkout', name: 'Checkout agent' },
    steps: [
      edit('src/cart/total.ts', 'editing', 600),
      {
        kind: 'ask',
        pauseMs: 900,
        scope: 'push',
        action: 'git push origin fix/rounding',
        reason: 'The fix and its test are ready to be reviewed',
        context: { commits: 2, files_changed: 3, diff_stat: '+41 -9' },
      },
      run('git push origin fix/rounding', [
        'Enumerating objects: 17, done.',
        'Writing objects: 100% (9/9), 1.42 KiB, done.',
        'To git.example.org:acme/shop.git',
        '   4be1c02..9d77a31  fix/rounding -> fix/rounding',
      ]),
    ],
    ending: {
      kind: 'completed',
      summary:
        'Cart totals are summed in whole cents and rounded once, at the end. Pushed fix/rounding.',
      files: ['src/cart/total.ts', 'src/cart/voucher.ts', 'test/cart/total.test.ts'],
      diffStat: '+41 -9',
    },
  },
  {
    ...SEARCH,
    instruction: 'Let the product search forgive one typing mistake per word',
    steps: [
      edit('src/search/query.ts', 'reading', 1_500),
      edit('src/search/fuzzy.ts', 'creating'),
      run('npm test -- search', [
        '> shop@3.8.0 test',
        ' ✓ search/query.test.ts (14 tests) 212 ms',
        ' ✓ search/fuzzy.test.ts (9 tests) 87 ms',
        '! fuzzy index uses 38 MB for 12,000 products',
        ' Tests  23 passed (23)',
      ]),
      {
        kind: 'note',
        pauseMs: 1_000,
        type: 'coordination.export_declared',
        data: { symbol: 'fuzzyMatch', file: 'src/search/fuzzy.ts' },
      },
    ],
    ending: {
      kind: 'completed',
      summary:
        'Search finds products with one typing mistake per word; words under four letters stay exact.',
      files: ['src/search/fuzzy.ts', 'src/search/query.ts', 'test/search/fuzzy.test.ts'],
      diffStat: '+188 -12',
    },
  },
  {
    ...CATALOG,
    instruction: 'Serve product images in three sizes instead of one',
    steps: [
      edit('src/images/resize.ts', 'editing'),
      run(
        'npm run build:images -- --sample 200',
        [
          'reading 200 of 18,402 images',
          'resized 50/200',
          'resized 100/200',
          '! poster-1187.tiff: colour profile missing, sRGB assumed',
          '!! resize worker 3 ended: out of memory',
        ],
        137,
      ),
    ],
    ending: {
      kind: 'failed',
      error: 'build:images ended with exit code 137 (out of memory at 100 of 200)',
    },
  },
  {
    ...CHECKOUT,
    branch: 'feature/invoice-pdf',
    instruction: 'Attach the invoice as a PDF to the order confirmation',
    requestedBy: { id: 'agent-checkout', name: 'Checkout agent' },
    steps: [
      {
        kind: 'note',
        pauseMs: 800,
        type: 'task.created',
        data: { task_id: '{task}', title: 'Invoice PDF in the confirmation mail' },
      },
      edit('src/invoice/pdf.ts', 'creating'),
      edit('src/mail/confirmation.ts', 'editing'),
      run('npm test -- invoice mail', [
        ' ✓ invoice/pdf.test.ts (11 tests) 640 ms',
        ' ✓ mail/confirmation.test.ts (6 tests) 58 ms',
        ' Tests  17 passed (17)',
      ]),
      {
        kind: 'ask',
        pauseMs: 1_000,
        scope: 'dependency',
        action: 'npm install pdf-lib@1.17.1',
        reason: 'Writing PDF files needs one new package (MIT, no further dependencies)',
        context: { packages: 1, license: 'MIT', files_changed: 2 },
        timeoutSeconds: 1_800,
      },
      run('npm install pdf-lib@1.17.1', ['added 1 package in 3s', 'found 0 vulnerabilities']),
      {
        kind: 'note',
        pauseMs: 800,
        type: 'task.completed',
        data: { task_id: '{task}' },
      },
    ],
    ending: {
      kind: 'completed',
      summary:
        'Order confirmations carry the invoice as a PDF of one page, in the language of the order.',
      files: [
        'package.json',
        'src/invoice/pdf.ts',
        'src/mail/confirmation.ts',
        'test/invoice/pdf.test.ts',
      ],
      diffStat: '+312 -27',
    },
  },
  {
    ...CATALOG,
    instruction: 'Retry the image build with one worker less',
    steps: [
      edit('config/images.json', 'editing', 1_500),
      run('npm run build:images -- --sample 200', [
        'reading 200 of 18,402 images',
        'resized 50/200',
        'resized 100/200',
        'resized 150/200',
        'resized 200/200 in 41 s, 2.1 GB at most',
      ]),
      {
        kind: 'note',
        pauseMs: 1_000,
        type: 'coordination.message_sent',
        data: {
          from: 'catalog',
          to: 'search',
          text: 'Image addresses end in -s, -m or -l from now on',
        },
      },
    ],
    ending: {
      kind: 'completed',
      summary:
        'Images come in three sizes; three workers instead of four keep the build below 2.5 GB.',
      files: ['config/images.json', 'src/images/resize.ts'],
      diffStat: '+64 -18',
    },
  },
  {
    ...CHECKOUT,
    branch: 'main',
    instruction: 'Roll out shop 3.8.1 to production',
    requestedBy: { id: '1001', name: 'Ana' },
    steps: [
      run('npm run smoke -- --target staging', [
        'GET /            200   41 ms',
        'GET /cart        200   63 ms',
        'POST /checkout   201  188 ms',
        'smoke: 12 of 12 passed',
      ]),
      {
        kind: 'ask',
        pauseMs: 1_200,
        scope: 'deploy',
        action: 'kubectl apply -f deploy/production.yaml',
        reason: 'Release 3.8.1 passed its smoke tests on staging',
        context: { environment: 'production', version: '3.8.1', commits: 7, files_changed: 23 },
        timeoutSeconds: 3_600,
      },
      run('kubectl rollout status deployment/shop', [
        'deployment.apps/shop configured',
        'Waiting: 1 of 4 new replicas have been updated',
        'Waiting: 3 of 4 new replicas have been updated',
        'deployment "shop" successfully rolled out',
      ]),
    ],
    ending: {
      kind: 'completed',
      summary: 'Shop 3.8.1 runs on all four replicas; error rate and response times are as before.',
      files: ['deploy/production.yaml'],
      diffStat: '+1 -1',
    },
  },
];
