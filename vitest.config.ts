import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They only end what hangs: a busy machine may be several times slower. */
const patient = {
  expect: { poll: { timeout: 60_000, interval: 20 } },
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

/** Those that wait the most begin first, so that the rest computes meanwhile. */
const ORDER = ['e2e', 'browser', 'redis', 'edges', 'long', 'unit'];

/** Pure like unit tests, but they take long for what they try; `npm test` runs them, on both Nodes, `npm run check` does not. */
const LONG = [
  'test/audience/audience-index.test.ts',
  'test/audience/quiet/quiet-hours.test.ts',
  'test/dialects/{any-size,round-trip}.test.ts',
  'test/message/approvals/{approval-headline,approved-was-shown}.test.ts',
  'test/message/render/{redact-notice,render-approval,render-bundle,render-summary}.test.ts',
  'test/message/text/reveal.test.ts',
  'test/operations/operations.test.ts',
  'test/redact/{any-length,redactor}.test.ts',
  'test/routing/flow-clocks.test.ts',
];
const OF_OTHERS =
  'test/{redis,e2e,browser,hostile,chaos,telegram,http,tails,files,demo,simulator}/**';

/** They read sources and ask programs of others, which are the same whichever Node runs them: once is enough. */
const OF_ANY_NODE = [
  'test/{architecture,architecture-doc,security-doc}.test.ts',
  'test/operations/**',
];
const NOT_HERE = process.execPath.includes('tooling/node-24') ? OF_ANY_NODE : [];

class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return ORDER.flatMap((name) => sorted.filter(({ project }) => project.name === name));
  }
}

/** Of what decides how a source is read beside its text, its place and the versions of packages, which vitest looks at. */
const SETTINGS = ['tsconfig.json', 'vitest.config.ts'].map((name) =>
  readFileSync(new URL(name, import.meta.url), 'utf8'),
);
const READ_BY = createHash('sha1').update(SETTINGS.join('\n')).digest('hex');

export default defineConfig({
  test: {
    // Sources whose types were stripped once, by their text: for every project, Node and run.
    experimental: { fsModuleCache: true, fsModuleCachePath: `reports/modules/${READ_BY}` },
    // Most tests wait for sockets, processes and clocks, and start processes of their own: this many keep each core busy.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: LongestWaitFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [OF_OTHERS, ...LONG, ...NOT_HERE],
          ...patient,
          // They are pure, so they may share the modules that they load: half of the time otherwise.
          isolate: false,
        },
      },
      {
        test: { name: 'long', include: LONG, exclude: NOT_HERE, ...patient, isolate: false },
      },
      {
        test: {
          name: 'edges',
          include: ['test/{telegram,http,tails,files,demo,simulator}/**/*.test.ts'],
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'redis',
          include: ['test/redis/**/*.test.ts'],
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/{e2e,hostile,chaos}/**/*.test.ts'],
          globalSetup: 'test/helpers/joined-program.ts',
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/helpers/joined-program.ts', 'test/browser/browser-server.ts'],
          isolate: false,
          ...patient,
        },
      },
    ],
  },
});
