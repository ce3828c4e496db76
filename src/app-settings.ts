// The settings of the bot, checked together with the files that they name: everything that is wrong is
// said in one go.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NO_POLICY_FILE, type Policies } from './approvals/policy/policy-schema.ts';
import { type BotConfig, type Environment, loadConfig } from './config/load-config.ts';
import { readLocales } from './files/text/locale-files.ts';
import { readPolicyFile } from './files/text/policy-file.ts';
import { createTranslator, type Translator } from './message/locale/translate.ts';
import { JobwireError } from './runtime/errors.ts';

const LOCALES_FOLDER = fileURLToPath(new URL('../locales/', import.meta.url));

/** Throws one `config_invalid` that names every wrong or missing setting. */
export async function loadBotConfig(env: Environment): Promise<BotConfig> {
  const found = new Map([...(await localeMistake(env)), ...(await policyMistake(env))]);
  return loadConfig(env, { require: 'BOT_TOKEN', found });
}

type Found = readonly (readonly [setting: string, text: string])[];

async function localeMistake({ DEFAULT_LOCALE }: Environment): Promise<Found> {
  const locale = DEFAULT_LOCALE?.trim() ?? '';
  const known = [...(await readLocales(LOCALES_FOLDER)).keys()];
  if (locale === '' || known.includes(locale)) return [];
  const text = `DEFAULT_LOCALE is none of the languages there are; expected ${known.join(' or ')}, for example en`;
  return [['DEFAULT_LOCALE', text]];
}

async function policyMistake({ POLICY_FILE }: Environment): Promise<Found> {
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

export async function loadPolicies({ policyFile }: BotConfig): Promise<Policies> {
  return policyFile === undefined ? NO_POLICY_FILE : readPolicyFile(policyFile);
}

/** Throws when a locale file is wrong. */
export async function loadTranslator({ defaultLocale: fallback }: BotConfig): Promise<Translator> {
  return createTranslator(await readLocales(LOCALES_FOLDER), { fallback });
}
