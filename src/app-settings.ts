// The settings of the bot, checked together with the files that they name, so that all problems are reported at once.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NO_POLICY_FILE, type Policies } from './approvals/policy/policy-schema.ts';
import type { LocatedPolicies } from './approvals/policy/read-policies.ts';
import { type BotConfig, type Config, type Environment, loadConfig } from './config/load-config.ts';
import { ALL_DIALECTS } from './dialects/all-dialects.ts';
import { readLocales } from './files/text/locale-files.ts';
import { readLocatedPolicyFile, readPolicyFile } from './files/text/policy-file.ts';
import { createTranslator, type Translator } from './message/locale/translate.ts';
import { JobwireError } from './runtime/errors.ts';

const LOCALES_FOLDER = fileURLToPath(new URL('../locales/', import.meta.url));

/** Throws one `config_invalid` that names every invalid or missing setting. */
export async function loadBotConfig(env: Environment): Promise<BotConfig> {
  const found = new Map([
    ...(await localeProblem(env)),
    ...(await policyProblem(env)),
    ...logEventsProblem(env),
  ]);
  return loadConfig(env, { require: 'BOT_TOKEN', found });
}

/** The same without the bot's token and without checking the policy file. */
export async function loadSettings(env: Environment): Promise<Config> {
  const found = new Map([...(await localeProblem(env)), ...logEventsProblem(env)]);
  return loadConfig(env, { found });
}

/** Reads it like the bot does on start. */
export function readPoliciesAt(path: string): Promise<LocatedPolicies> {
  return readLocatedPolicyFile(path);
}

type Found = readonly (readonly [setting: string, text: string])[];

async function localeProblem({ DEFAULT_LOCALE }: Environment): Promise<Found> {
  const locale = DEFAULT_LOCALE?.trim() ?? '';
  const known = [...(await readLocales(LOCALES_FOLDER)).keys()];
  if (locale === '' || known.includes(locale)) return [];
  const text = `DEFAULT_LOCALE is none of the languages there are; expected ${known.join(' or ')}, for example en`;
  return [['DEFAULT_LOCALE', text]];
}

function logEventsProblem({ LOG_EVENTS = '' }: Environment): Found {
  const known = ALL_DIALECTS.map(({ name }) => name);
  const named = LOG_EVENTS.split(',').map((name) => name.trim());
  // An invalid format is reported by load-config.ts.
  if (named.every((name) => [...known, 'all', 'none', ''].includes(name))) return [];
  const text = `LOG_EVENTS names a dialect that there is not; expected ${known.join(', ')} with commas between them, or all, or none, for example pipeline,televibe`;
  return [['LOG_EVENTS', text]];
}

async function policyProblem({ POLICY_FILE }: Environment): Promise<Found> {
  const file = POLICY_FILE?.trim() ?? '';
  if (file === '') return [];
  try {
    await readPolicyFile(resolve(file));
    return [];
  } catch (error) {
    if (!(error instanceof JobwireError)) throw error;
    return [['POLICY_FILE', error.message]];
  }
}

export async function loadPolicies({ policyFile }: Config): Promise<Policies> {
  return policyFile === undefined ? NO_POLICY_FILE : readPolicyFile(policyFile);
}

/** Throws if a locale file is invalid. */
export async function loadTranslator({ defaultLocale: fallback }: BotConfig): Promise<Translator> {
  return createTranslator(await readLocales(LOCALES_FOLDER), { fallback });
}
