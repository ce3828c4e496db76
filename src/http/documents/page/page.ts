// GET /docs: the OpenAPI document as a page for people. Without scripts, so it works anywhere and needs no library.
import { createHash } from 'node:crypto';
import type { Json } from '../json-schema.ts';
import { PAGE_STYLE } from './page-style.ts';
import { schemaText } from './schema-text.ts';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');

/** The page may do nothing but look as it does. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Shown {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
}

export function documentPage(document: Json): string {
  const { description } = document.info as Json;
  const operations = operationsOf(document);
  const tags = (document.tags as Omit<TagShown, 'operations'>[]).map((tag) => ({
    ...tag,
    operations: operations.filter(({ operation }) => (operation.tags as string[])[0] === tag.name),
  }));
  const { schemas, responses } = document.components as Record<string, Record<string, Json>>;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>jobwire: HTTP API</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1>jobwire: HTTP API</h1>${textHtml(description)}
<p>For programs: <a href="openapi.json">openapi.json</a>; the bus and the messages of streams: <a href="asyncapi.json">asyncapi.json</a>.</p></header>
<nav aria-label="Operations">${tags.map(({ operations: own }) => listHtml(own)).join('')}</nav>
<main>
${tags.map((tag) => tagHtml(tag, responses ?? {})).join('')}
<h2 id="schemas">Schemas</h2>
${Object.entries(schemas ?? {})
  .map(schemaHtml)
  .join('')}
</main>
</body>
</html>
`;
}

interface TagShown {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Shown[];
}

function operationsOf({ paths }: Json): Shown[] {
  return Object.entries(paths as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

function listHtml(operations: readonly Shown[]): string {
  const items = operations.map(
    ({ operation: { operationId, summary }, method, path }) =>
      `<li><a href="#${escaped(operationId)}"><code>${escaped(`${method.toUpperCase()} ${path}`)}</code></a> ${escaped(summary)}</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

function tagHtml(
  { name, description, operations }: TagShown,
  responses: Readonly<Record<string, Json>>,
): string {
  const parts = operations.map((shown) => operationHtml(shown, responses));
  return `<h2>${escaped(name)}</h2><p>${inlineHtml(description)}</p>${parts.join('')}`;
}

function operationHtml(
  { path, method, operation }: Shown,
  responses: Readonly<Record<string, Json>>,
): string {
  const [scope] = Object.values((operation.security as Record<string, string[]>[])[0] ?? {}).flat();
  const parameters = (operation.parameters ?? []) as Json[];
  const body = operation.requestBody as { readonly content: Record<string, Json> } | undefined;
  return `<article id="${escaped(operation.operationId)}">
<h3><code>${escaped(`${method.toUpperCase()} ${path}`)}</code></h3>
<p><strong>${escaped(operation.summary)}.</strong> ${inlineHtml(operation.description)}</p>
<p class="note">${scope === undefined ? 'Open to all.' : `Needs a token with the scope <code>${escaped(scope)}</code>.`}</p>
${parameters.length === 0 ? '' : `<h4>Parameters</h4><dl>${parameters.map(parameterHtml).join('')}</dl>`}
${body === undefined ? '' : `<h4>Body</h4>${Object.entries(body.content).map(mediaHtml).join('')}`}
<h4>Answers</h4><dl>${Object.entries(operation.responses as Record<string, Json>)
    .map(([status, answer]) => answerHtml(status, resolved(answer, responses)))
    .join('')}</dl>
</article>
`;
}

function resolved(answer: Json, responses: Readonly<Record<string, Json>>): Json {
  const name = typeof answer.$ref === 'string' ? (answer.$ref.split('/').at(-1) ?? '') : '';
  return responses[name] ?? answer;
}

function parameterHtml({ name, in: where, required, description, example, schema }: Json): string {
  const sample = example === undefined ? '' : `, like <code>${escaped(example)}</code>`;
  return `<dt><code>${escaped(name)}</code> <span class="note">in the ${escaped(where)}${required === true ? ', required' : ''}</span></dt>
<dd>${inlineHtml(description ?? '')} ${escaped(schemaText(schema as Json))}${sample}</dd>`;
}

function mediaHtml([type, { schema, examples = {} }]: [string, Json]): string {
  const samples = Object.values(examples as Record<string, { readonly value: unknown }>);
  const texts = samples.map(({ value }) =>
    typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  );
  return `<p><code>${escaped(type)}</code> ${escaped(schemaText(schema as Json))}</p>${texts.map((text) => `<pre>${escaped(text)}</pre>`).join('')}`;
}

function answerHtml(status: string, { description, content = {} }: Json): string {
  const isProblem = 'application/problem+json' in (content as Json);
  const media = isProblem ? [] : Object.entries(content as Record<string, Json>);
  return `<dt><code>${escaped(status)}</code> ${inlineHtml(description)}</dt>${media.length === 0 ? '' : `<dd>${media.map(mediaHtml).join('')}</dd>`}`;
}

function schemaHtml([name, schema]: [string, Json]): string {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const rows = fields.map(
    ([field, each]) =>
      `<dt><code>${escaped(field)}</code> <span class="note">${escaped(schemaText(each))}</span></dt><dd>${inlineHtml(each.description ?? '')}</dd>`,
  );
  return `<article id="schema-${escaped(name)}"><h3>${escaped(name)}</h3><p>${inlineHtml(schema.description ?? '')}</p><dl>${rows.join('')}</dl></article>`;
}

/** Paragraphs with `code` and [links](of). */
function textHtml(text: unknown): string {
  return String(text)
    .split('\n\n')
    .map((paragraph) => `<p>${inlineHtml(paragraph)}</p>`)
    .join('');
}

function inlineHtml(text: unknown): string {
  return escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\[([^\]]+)\]\(([\w./-]+)\)/g, '<a href="$2">$1</a>');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
