// A client that is generated from the OpenAPI document, as others would: it compiles, and works with the
// built program.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

/** What somebody writes who wants to use the API. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

export async function use(baseUrl: string, token: string) {
  const api = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });
  const event = { event_type: 'job.started', project_id: 'shop', job_id: 'j1', data: { a: 1 } };
  const published = await api.POST('/api/v1/events', { body: event });
  const listed = await api.GET('/api/v1/events', { params: { query: { types: 'job.*', limit: 5 } } });
  const asked = await api.POST('/api/v1/approvals', {
    body: { action: 'git push', scope: 'push', project_id: 'shop' },
  });
  const id: string = asked.data?.id ?? '';
  const decided = await api.POST('/api/v1/approvals/{id}/decision', {
    params: { path: { id } },
    body: { decision: 'deny', reason: 'not now' },
  });
  const one = await api.GET('/api/v1/approvals/{id}', { params: { path: { id } } });
  const missing = await api.GET('/api/v1/jobs/{id}', { params: { path: { id: 'none' } } });
  const problem: string | undefined = missing.error?.type;
  return {
    ids: published.data?.ids,
    types: listed.data?.events.map(({ event_type }) => event_type.toUpperCase()),
    decided: decided.response.status,
    status: one.data?.status,
    problem,
  };
}
`;

/** Each line is an error. */
const WRONG = `
import createClient from 'openapi-fetch';
import type { paths } from './api.js';
const api = createClient<paths>({ baseUrl: '' });
void api.GET('/api/v1/job');
void api.GET('/api/v1/jobs/{id}');
void api.POST('/api/v1/approvals', { body: { scope: 'push' } });
void api.POST('/api/v1/approvals/{id}/decision', { params: { path: { id: 'a' } }, body: { decision: 'maybe' } });
void api.GET('/api/v1/events', { params: { query: { order: 'up' } } });
void api.GET('/api/v1/jobs').then(({ data }) => data?.jobs[0]?.titel);
`;

let world: World;
let program: Program;
let folder: string;
beforeAll(async () => {
  world = await createWorld();
  program = await world.start();
  folder = await mkdtemp(join(tmpdir(), 'jobwire-client-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const types = await openapiTS(new URL(`${program.url}/openapi.json`));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'api.ts'), astToString(types));
  await writeFile(join(folder, 'program.ts'), PROGRAM);
  await writeFile(join(folder, 'wrong.ts'), WRONG);
});
afterAll(async () => {
  await world?.end();
  await rm(folder, { recursive: true, force: true });
});

/** The errors, each with its line. */
function compile(name: string): string[] {
  const compilation = ts.createProgram([join(folder, name)], {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  compilation.emit();
  return ts.getPreEmitDiagnostics(compilation).map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

it('compiles strictly, and works', async () => {
  expect(compile('program.ts')).toEqual([]);
  const { use } = await import(pathToFileURL(join(folder, 'program.js')).href);
  expect(await use(program.url, ADMIN_TOKEN)).toEqual({
    ids: [expect.any(String)],
    types: expect.arrayContaining(['JOB.STARTED']),
    decided: 200,
    status: 'denied',
    problem: 'urn:jobwire:problem:not_found',
  });
});

it('does not compile with what the server does not know', () => {
  const lines = WRONG.split('\n').flatMap((line, at) => (line.startsWith('void') ? [at] : []));
  const found = new Set(compile('wrong.ts').map((error) => Number.parseInt(error, 10)));
  expect([...found].sort((a, b) => a - b)).toEqual(lines);
});
