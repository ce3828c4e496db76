// Texts in the language of the person, from locales/web/*.ftl and the headings of events in locales/*.ftl.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { signal } from '@preact/signals';
import arabic from '../../../locales/web/ar.ftl';
import german from '../../../locales/web/de.ftl';
import english from '../../../locales/web/en.ftl';
import spanish from '../../../locales/web/es.ftl';
import { pause } from '../browser/browser-clock.ts';
import { remember, remembered } from '../browser/remembered.ts';

interface Language {
  readonly name: string;
  /** Where its texts are. */
  readonly url: string;
  readonly direction: 'ltr' | 'rtl';
  /** For dates and numbers; ids are written in Latin digits, so all are. */
  readonly formats: string;
}

export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: { name: 'English', url: english, direction: 'ltr', formats: 'en' },
  de: { name: 'Deutsch', url: german, direction: 'ltr', formats: 'de' },
  es: { name: 'Español', url: spanish, direction: 'ltr', formats: 'es' },
  ar: { name: 'العربية', url: arabic, direction: 'rtl', formats: 'ar-u-nu-latn' },
};

const FALLBACK = 'en';
const LANGUAGE = 'language';
const RETRY_MS = 2_000;

type Values = Readonly<Record<string, string | number>>;

let wanted = '';
export const shownLanguage = signal(FALLBACK);
const bundle = signal<FluentBundle | undefined>(undefined);

/** The text of this key. A key without a text is shown as it is, for us to notice. */
export function t(key: string, values: Values = {}): string {
  const message = bundle.value?.getMessage(key)?.value;
  if (message === undefined || message === null) return bundle.value === undefined ? '' : key;
  return bundle.value?.formatPattern(message, values) ?? key;
}

export function hasText(key: string): boolean {
  return bundle.value?.getMessage(key)?.value !== undefined;
}

/** The locale for Intl. */
export function formats(): string {
  return LANGUAGES[shownLanguage.value]?.formats ?? FALLBACK;
}

/** What the person chose here, else what their account says, else what the browser asks for. */
export async function loadLanguage(ofAccount?: string): Promise<void> {
  const wanted = [remembered(LANGUAGE), ofAccount, ...navigator.languages];
  const known = wanted.flatMap((tag) => tag?.toLowerCase().split('-')[0] ?? []);
  await use(known.find((code) => Object.hasOwn(LANGUAGES, code)) ?? FALLBACK);
}

export async function chooseLanguage(code: string): Promise<void> {
  remember(LANGUAGE, code);
  await use(code);
}

async function use(code: string): Promise<void> {
  const chosen = LANGUAGES[code];
  if (chosen === undefined || (bundle.value !== undefined && shownLanguage.value === code)) return;
  wanted = code;
  const text = await textAt(chosen.url);
  // Another one was chosen meanwhile.
  if (wanted !== code) return;
  // Isolating marks keep ids and numbers in order where the text runs from right to left.
  const next = new FluentBundle(code, { useIsolating: chosen.direction === 'rtl' });
  next.addResource(new FluentResource(text));
  bundle.value = next;
  shownLanguage.value = code;
  document.documentElement.lang = code;
  document.documentElement.dir = chosen.direction;
}

/** However long it takes: without its texts there is no page. */
async function textAt(url: string): Promise<string> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response.text();
    await pause(RETRY_MS);
  }
}
