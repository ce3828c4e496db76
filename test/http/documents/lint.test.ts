// The documents as others judge them.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL_DIALECTS } from '../../../src/dialects/all-dialects.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi({ dialects: ALL_DIALECTS });
});
afterAll(() => api.stop());

async function lint(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'], telemetry: 'off' });
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location: [where] }) => {
    const at = where !== undefined && 'pointer' in where ? where.pointer : '';
    return `${ruleId} ${at}: ${message}`;
  });
}

it('Redocly finds nothing wrong with the OpenAPI document', async () => {
  const source = await (await api.get('/openapi.json')).text();
  expect(await lint(source)).toEqual([]);
});

it('Redocly finds what is wrong with a document', async () => {
  const document = JSON.parse(await (await api.get('/openapi.json')).text());
  const { get } = document.paths['/api/v1/jobs'];
  get.parameters[0].schema.type = 'txt';
  get.operationId = 'getJob';
  get.responses[200].content['application/json'].schema = { $ref: '#/components/schemas/Nothing' };
  const found = (await lint(JSON.stringify(document))).map((problem) => problem.split(' ')[0]);
  expect(new Set(found)).toEqual(
    new Set(['struct', 'operation-operationId-unique', 'no-unresolved-refs']),
  );
});
