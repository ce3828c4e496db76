import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describe as meaningOf } from '../src/event/event-types.ts';
import { render, televibeEvents, titledEvents } from './message/speaking.ts';

const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['docs', 'docs/operations'].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : [])),
  ),
];

/** What CONTRIBUTING adds as an example. */
const WALKED_THROUGH = new Set([
  'src/telegram/commands/chats/here.ts',
  'test/telegram/commands/chats/here.test.ts',
  'src/http/routes/event-types.ts',
  'test/http/reading/event-types.test.ts',
  'src/dialects/alerts/schema.ts',
  'test/fixtures/alerts/alerts.jsonl',
  'test/dialects/alerts/codec.test.ts',
]);

/** Names in these examples. */
const NAMES_WALKED_THROUGH = new Set([
  'MAX_TAILS_PER_CHAT',
  'maxTailsPerChat',
  'updateOverflowed',
  'registerEventTypes',
]);

/** As GitHub makes them of headings. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  it('links to what exists', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|bench|scripts|docs|locales)\/[\w./-]+)`/g)];
    const missing = named
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(file) && !WALKED_THROUGH.has(file));
    expect(missing).toEqual([]);
  });
});

it('docs/example.md shows every recorded televibe message as chats get it', () => {
  const shown = new Set(readFileSync('docs/example.md', 'utf8').split('\n'));
  // Requests and their outcomes look otherwise where they can be decided.
  const plain = titledEvents(televibeEvents).filter(({ event }) => {
    const { request, outcome } = meaningOf(event);
    return !request && !outcome;
  });
  const missing = plain.flatMap(({ event, ...title }) =>
    render({ kind: 'event', event, ...title, alert: false }, 'en')
      .flatMap(({ body }) => body.text.split('\n'))
      .filter((line) => line !== '' && !shown.has(`    ${line}`))
      .map((line) => `docs/example.md lacks, of ${event.type}: ${line}`),
  );
  expect(missing).toEqual([]);
});

describe('CONTRIBUTING.md', () => {
  const sections = readFileSync('CONTRIBUTING.md', 'utf8').split(/^(?=#+ )/m);
  const steps = sections.filter((section) => section.startsWith('### '));

  it.each(steps.map((section) => [section.split('\n')[0], section]))(
    '%s: what it names in code is in a file that it names',
    (_, section = '') => {
      const files = [...section.matchAll(/`((?:src|test)\/[\w./-]+\.\w+)`/g)]
        .map(([, file = '']) => file)
        .filter((file) => existsSync(file));
      const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n');
      const missing = namesIn(section)
        .filter((name) => !NAMES_WALKED_THROUGH.has(name))
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(sources));
      expect(missing, 'each is in a file that this walk-through names by its whole path').toEqual(
        [],
      );
    },
  );
});

/** Names of functions and of types: `createTails(…)`, `HttpServerDeps`, `EVERY_SETTING`. */
function namesIn(section: string): string[] {
  const prose = section.replaceAll(/```[\s\S]*?```/g, '');
  const codes = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return codes.flatMap((code) => [
    ...[...code.matchAll(/(?<![\w-])([a-zA-Z]\w*)\(/g)].map(([, name = '']) => name),
    ...(/^[A-Za-z_]*[A-Z]\w*$/.test(code) ? [code] : []),
  ]);
}
