// `npm start`: installs and builds what is missing, and then is the program. Nothing of ours stands
// between it and whoever sends a signal.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';

const BUILT = 'dist/main.js';
const PARENT_EVERY_MS = 500;

try {
  process.loadEnvFile('.env');
} catch {
  // There is none, or the program says what is wrong with it.
}
const needsRedis = (process.env.REDIS_URL ?? '').trim() === '';
run(process.execPath, 'scripts/prepare.mjs', ...(needsRedis ? ['redis'] : []));
if (isStale()) run('npm', 'run', '--silent', 'build');
endWithNpm();
await import('../dist/main.js');

/** What it says goes to standard error, as everything that is no result. */
function run(command, ...args) {
  if (spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status !== 0) process.exit(1);
}

function isStale() {
  if (!existsSync(BUILT)) return true;
  const builtAt = statSync(BUILT).mtimeMs;
  const sources = ['src', 'locales']
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  return [...sources, 'package-lock.json'].some((file) => statSync(file).mtimeMs > builtAt);
}

/** npm passes SIGINT and SIGTERM on. When it ends in another way, nobody else would end the program. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_EVERY_MS);
  timer.unref();
}
