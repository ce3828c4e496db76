// The things that a delivery payload names (plans, executions, pull requests, …), and which belongs
// to which.
import type { JsonObject } from '../../event/canonical-event.ts';
import { MAX_ID } from '../../event/id-limit.ts';
import { keptTitle, madeByLink, titleLinkOf } from '../../event/thing-title.ts';
import type { Link } from '../dialect.ts';
import { idOf } from '../fields.ts';

/** Leaves room in an ordering key for the kind before the id. */
const MAX_LENGTH = MAX_ID - 20;

interface Kind {
  readonly kind: string;
  /** Field of the payload that names the thing. */
  readonly field: string;
  /** Fields that name what it belongs to; the first present one counts. */
  readonly parents: readonly string[];
}

const PROJECT = 'project_id';

/** The most specific first. */
const KINDS: readonly Kind[] = [
  {
    kind: 'pr',
    field: 'pull_request_id',
    parents: ['repository_id', 'agent_execution_id', PROJECT],
  },
  { kind: 'execution', field: 'agent_execution_id', parents: ['execution_plan_id', PROJECT] },
  { kind: 'plan', field: 'execution_plan_id', parents: ['feature_request_id', PROJECT] },
  { kind: 'feature', field: 'feature_request_id', parents: [PROJECT] },
  { kind: 'repository', field: 'repository_id', parents: [PROJECT] },
];

const KIND_OF: ReadonlyMap<string, string> = new Map([
  ...KINDS.map(({ field, kind }) => [field, kind] as const),
  [PROJECT, 'project'],
]);

/** The most specific thing that the payload names: `execution:<id>`. */
export function deliverySubject(data: JsonObject): string | undefined {
  return KINDS.map(({ field }) => keyOf(data, field)).find((key) => key !== undefined);
}

/** The links that follow from this payload alone. */
export function deliveryLinks(data: JsonObject): Link[] {
  const links = KINDS.flatMap(({ field, parents }) => {
    const of = keyOf(data, field);
    const to = parents.map((parent) => keyOf(data, parent)).find((key) => key !== undefined);
    return of === undefined || to === undefined ? [] : [{ of, to }];
  });
  const [pr, execution] = [keyOf(data, 'pull_request_id'), keyOf(data, 'agent_execution_id')];
  const isLinked = links.some(({ of, to }) => of === pr && to === execution);
  if (pr === undefined || execution === undefined || isLinked) return links;
  // It belongs to its repository, and yet is what the execution made.
  return [...links, { of: madeByLink(pr), to: execution }];
}

/** The title of what the payload is about, if the payload says what that belongs to; see thing-title.ts. */
export function deliveryTitle(data: JsonObject): Link | undefined {
  const subject = deliverySubject(data);
  const parent = deliveryLinks(data).find(({ of }) => of === subject)?.to;
  if (subject === undefined || parent === undefined) return undefined;
  const title = subject.startsWith('repository:') ? data.full_name : data.title;
  if (typeof title !== 'string' || title.trim() === '') return undefined;
  return { of: titleLinkOf(subject, parent), to: keptTitle(title.trim()) };
}

/** The project that the payload itself names. */
export function deliveryProject(data: JsonObject): string | undefined {
  return idOf(data[PROJECT]);
}

function keyOf(data: JsonObject, field: string): string | undefined {
  const id = idIn(data, field);
  return id === undefined ? undefined : `${KIND_OF.get(field)}:${id}`;
}

function idIn(data: JsonObject, field: string): string | undefined {
  const id = idOf(data[field]);
  return id !== undefined && id.length <= MAX_LENGTH ? id : undefined;
}
