// `jobwire doctor`: checks everything that jobwire needs, and gives advice.
import { loadSettings } from '../../app-settings.ts';
import { type Config, readEnvironment, secretsOf } from '../../config/load-config.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { createMask } from '../../runtime/secret.ts';
import { type CommandDeps, defineCommand, refuseArguments } from '../command/command.ts';
import { printJson } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { checkFolders } from './check-folders.ts';
import { checkHttp } from './check-http.ts';
import { checkNode } from './check-node.ts';
import { checkApprovers, checkPolicies, POLICY_FILE } from './check-policies.ts';
import { checkPublicUrl } from './check-public-url.ts';
import { checkRedis } from './check-redis.ts';
import { checkTelegram } from './check-telegram.ts';
import { checkWebhook } from './check-webhook.ts';
import type { DoctorFinding } from './finding.ts';

const WIDTH = 'PIPELINE_RUNS_DIR'.length;

export const doctor = defineCommand({
  usage: 'doctor [--json]',
  example: 'doctor',
  about:
    'Checks settings, Node, folders, Telegram and how updates come from it, PUBLIC_URL, a running jobwire,\n' +
    'Redis and the dead letters, and says what to do. Exit code 1 when a check fails, 78 when settings or the policy file are wrong.\n\n' +
    '  --json  { "ok": true or false, "checks": [{ "name", "status", "detail", "advice" }] }',
  options: { json: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    const { findings, exitCode } = await runChecks({ clock });
    const ok = findings.every(({ status }) => status !== 'fail');
    if (values.json) printJson({ ok, checks: findings });
    else print(...findings.map(text));
    return ok ? 0 : exitCode;
  },
});

interface CheckResults {
  readonly findings: readonly DoctorFinding[];
  /** If a check failed. */
  readonly exitCode: number;
}

async function runChecks(deps: CommandDeps): Promise<CheckResults> {
  const node = checkNode(process.versions.node);
  const settings = await checkSettings();
  if (settings.kind === 'wrong') return { findings: [node, settings.finding], exitCode: 78 };
  const { config, finding } = settings;
  // Before Redis, because one of our own creates its folder.
  const before = await Promise.all([
    checkPolicies(config),
    checkFolders(config),
    checkTelegram(config, deps.clock),
    checkWebhook(config, deps.clock),
    checkPublicUrl(config, deps.clock),
    checkHttp(config, deps.clock),
  ]);
  const kept = await checkStored(config, deps);
  const mask = createMask(secretsOf(config));
  const findings = [node, finding, ...before.flat(), ...kept].map((found) => ({
    ...found,
    detail: mask(found.detail),
  }));
  const isPolicyWrong = findings.some(
    ({ name, status }) => name === POLICY_FILE && status === 'fail',
  );
  return { findings, exitCode: isPolicyWrong ? 78 : 1 };
}

type CheckedSettings =
  | { readonly kind: 'right'; readonly config: Config; readonly finding: DoctorFinding }
  | { readonly kind: 'wrong'; readonly finding: DoctorFinding };

async function checkSettings(): Promise<CheckedSettings> {
  const name = 'settings';
  try {
    const config = await loadSettings(readEnvironment());
    return {
      kind: 'right',
      config,
      finding: { name, status: 'ok', detail: 'All settings are valid.' },
    };
  } catch (error) {
    if (!(error instanceof JobwireError && error.code === 'config_invalid')) throw error;
    const advice = 'Fix them in the environment or in .env; .env.example explains each.';
    return { kind: 'wrong', finding: { name, status: 'fail', detail: error.message, advice } };
  }
}

/** Checks of Redis and its data. */
async function checkStored(config: Config, { clock }: CommandDeps): Promise<DoctorFinding[]> {
  try {
    return await withTools(
      { clock, config },
      async ({ serverFacts, missingRights, deadLetters, members, chatBook }) => [
        ...checkRedis(await serverFacts(), await missingRights()),
        ofDeadLetters(await deadLetters.count()),
        ...(await checkApprovers(config, {
          members: await members.all(),
          chats: (await chatBook.audience()).chats,
        })),
      ],
    );
  } catch (error) {
    const advice = 'Start Redis, or fix REDIS_URL; without REDIS_URL jobwire runs its own.';
    return [{ name: 'redis', status: 'fail', detail: `${messageOf(error)}.`, advice }];
  }
}

function ofDeadLetters(count: number): DoctorFinding {
  const name = 'dead-letters';
  if (count === 0) return { name, status: 'ok', detail: 'There are no dead letters.' };
  const detail = count === 1 ? 'There is 1 dead letter.' : `There are ${count} dead letters.`;
  return { name, status: 'warn', detail, advice: '`jobwire dlq list` says what was wrong.' };
}

function text({ name, status, detail, advice }: DoctorFinding): string {
  const indent = ' '.repeat(WIDTH + 8);
  const lines = [...detail.split('\n'), ...(advice === undefined ? [] : [`→ ${advice}`])];
  return `${status.padEnd(4)}  ${name.padEnd(WIDTH)}  ${lines.join(`\n${indent}`)}`;
}
