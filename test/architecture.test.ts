// The house rules of .dependency-cruiser.cjs, read by dependency-cruiser itself.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A cruise that reads nothing finds nothing wrong. */
const FEWEST_MODULES = 60;
const FEWEST_DEPENDENCIES = 200;

it('keeps every import rule, over all of src', async () => {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const { output } = await cruise(
    ['src'],
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: ROOT },
    undefined,
    { tsConfig: extractTSConfig(`${ROOT}tsconfig.json`) },
  );
  if (typeof output === 'string') throw new Error(output);
  const { violations, totalDependenciesCruised } = output.summary;
  const ours = output.modules.filter(({ source }) => source.startsWith('src/'));
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  expect(ours.length).toBeGreaterThan(FEWEST_MODULES);
  expect(totalDependenciesCruised).toBeGreaterThan(FEWEST_DEPENDENCIES);
}, 60_000);
