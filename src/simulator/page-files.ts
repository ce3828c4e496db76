// The chat page: static files in the folder `page`.
import { readFile } from 'node:fs/promises';
import type { ResponseContent } from './respond.ts';

export interface PageFiles {
  /** `undefined` when there is no such file. */
  get(path: string): Promise<ResponseContent | undefined>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

const NAMES = [
  'styles/base.css',
  'styles/side.css',
  'styles/chat.css',
  'styles/bubbles.css',
  'styles/text.css',
  'styles/overlays.css',
  'styles/mini-app.css',
  'styles/workbench.css',
  'page.js',
  'api.js',
  'bubble.js',
  'chat-list.js',
  'composer.js',
  'conversation.js',
  'dialogs.js',
  'dom.js',
  'entities.js',
  'mini-app.js',
  'selection.js',
  'store.js',
  'times.js',
  'workbench.js',
] as const;

/** Only files named here are ever read. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['/', 'index.html'],
  ...NAMES.map((name) => [`/page/${name}`, name] as const),
]);

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  // Mini Apps.
  'frame-src https: http://127.0.0.1:* http://localhost:*',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function createPageFiles(): PageFiles {
  return {
    async get(path) {
      const name = FILES.get(path);
      if (name === undefined) return undefined;
      const body = await readFile(new URL(`./page/${name}`, import.meta.url));
      const type = TYPES[name.split('.')[1] ?? ''] ?? 'text/plain';
      return { type, body, headers: { 'content-security-policy': POLICY } };
    },
  };
}
