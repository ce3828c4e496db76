// People decide on all that a request says, in whatever shape its producer says it.
import { describe, expect, it } from 'vitest';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import type { JsonObject, JsonValue } from '../../../src/event/canonical-event.ts';
import { anEvent } from '../../helpers/events.ts';

function asked(data: JsonObject) {
  const event = anEvent({ type: 'job.approval_needed', data: { approval_id: 'a1', ...data } });
  return requestOf(event, { kind: 'no_file' }, 0);
}

const SHAPES: readonly (readonly [JsonValue, string])[] = [
  ['rm -rf /', 'rm -rf /'],
  [['rm', '-rf', '/'], 'rm -rf /'],
  [['sh', '-c', 'rm -rf /'], "sh -c 'rm -rf /'"],
  [['echo', "it's", ''], String.raw`echo 'it'\''s' ''`],
  [{ command: 'rm -rf /' }, '{"command":"rm -rf /"}'],
  [['rm', { flag: '-rf' }], '["rm",{"flag":"-rf"}]'],
  [[], '[]'],
  [42, '42'],
  [false, 'false'],
  [null, ''],
  ['', ''],
];

describe.each(['action', 'scope', 'reason'] as const)('the %s', (field) => {
  it.each(SHAPES)('of %j is said', (value, said) => {
    expect(asked({ [field]: value })[field]).toBe(said);
  });
});

it('actions that differ only in blanks between words stay distinct', () => {
  const [one, other] = [
    ['rm', 'a b'],
    ['rm', 'a', 'b'],
  ] as const;
  expect(asked({ action: one }).action).not.toBe(asked({ action: other }).action);
});

const CONTEXTS: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['no context', {}, {}],
  ['an empty one', { context: null }, {}],
  ['a text', { context: 'rm -rf /' }, { value: 'rm -rf /' }],
  ['a list', { context: ['rm', 1] }, { value: ['rm', 1] }],
  ['a number', { context: 0 }, { value: 0 }],
  ['further fields', { command: 'rm', args: ['-rf'] }, { command: 'rm', args: ['-rf'] }],
  ['a field beside a context', { cwd: '/', context: { commits: 2 } }, { cwd: '/', commits: 2 }],
  [
    'a field named like one of the context',
    { commits: 9, context: { commits: 2, 'data.commits': 3 } },
    { commits: 2, 'data.commits': 3, 'data.data.commits': 9 },
  ],
  [
    'fields of the request in other shapes than expected',
    { requested_by: { name: 'Bob', cmd: 'rm' }, timeout_seconds: { id: 1 }, on_timeout: ['x'] },
    { requested_by: { cmd: 'rm' }, timeout_seconds: { id: 1 }, on_timeout: ['x'] },
  ],
  [
    'fields that are shown elsewhere',
    { timeout_seconds: 900, on_timeout: 'deny', expires_at: 'x', requested_by: { id: 'ana' } },
    {},
  ],
];

it.each(CONTEXTS)('the context has all that is said: %s', (_, data, context) => {
  expect(asked(data).context).toEqual(context);
});

it('a field named __proto__ is shown too', () => {
  const data = JSON.parse('{"__proto__":"rm -rf /"}') as JsonObject;
  expect(Object.entries(asked(data).context)).toEqual([['__proto__', 'rm -rf /']]);
});

const PEOPLE: readonly (readonly [JsonValue, unknown])[] = [
  ['ana', { id: 'ana' }],
  [1001, { id: '1001' }],
  [
    { id: 1001, name: 'Ana' },
    { id: '1001', name: 'Ana' },
  ],
  [[1001], { id: '1001' }],
  [{ user_id: '1001' }, { id: '1001' }],
  [{ user: { id: 1001 } }, { id: '1001' }],
  [{ name: ['Ana'] }, { id: 'Ana' }],
  [[[], { none: null }, ['ana']], { id: 'ana' }],
  [{}, undefined],
  [null, undefined],
];

it.each(PEOPLE)('who asked is found in %j', (value, person) => {
  expect(asked({ requested_by: value }).requestedBy).toEqual(person);
});
