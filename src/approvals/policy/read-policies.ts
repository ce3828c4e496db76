// Parses the policy file, and reports all its problems at once.
import type { z } from 'zod';
import { JobwireError } from '../../runtime/errors.ts';
import { type LocatedYaml, readYaml, type YamlPath, type YamlProblem } from './located-yaml.ts';
import { STRICT_POLICY } from './policy.ts';
import { contradictionsIn, type Policies, policyFile } from './policy-schema.ts';

const MAX_TEXT = 250_000;
/** If it is not a policy file at all, nobody reads every error. */
const MAX_SHOWN = 100;
const MAX_VALUE = 60;
const EMPTY_FILE: Policies = {
  approvals: { kind: 'file', rules: [], fallback: STRICT_POLICY },
  routes: [],
};

/** The policies of a file, with their positions. */
export interface LocatedPolicies {
  readonly policies: Policies;
  /** Position of a value, by its path in the file: `['approvals', 0, 'required']`. */
  readonly positionOf: LocatedYaml['positionOf'];
  /** Whether the file has a `default`. */
  readonly hasDefault: boolean;
}

/**
 * An empty file has no policies. Throws one `config_invalid` that lists every problem with
 * `<fileName>:<line>:<column>`, what was wrong, what was expected and an example.
 */
export function readPolicies(text: string, fileName: string): Policies {
  return readLocatedPolicies(text, fileName).policies;
}

/** Like `readPolicies`. */
export function readLocatedPolicies(text: string, fileName: string): LocatedPolicies {
  if (text.length > MAX_TEXT) {
    const large = `${text.length} characters; expected at most ${MAX_TEXT}, for example a few dozen policies`;
    throw refusal(fileName, [{ at: { line: 1, column: 1 }, text: large }]);
  }
  const yaml = readYaml(text);
  const { positionOf } = yaml;
  if (yaml.value === undefined && yaml.problems.length === 0) {
    return { policies: EMPTY_FILE, positionOf, hasDefault: false };
  }
  const parsed = yaml.value === undefined ? undefined : policyFile.safeParse(yaml.value);
  // A value that YAML rejects is reported once, and so is what an alias repeats.
  const known = new Set(yaml.problems.map(({ at }) => placeOf(at)));
  const problems = new Map<string, YamlProblem>();
  for (const problem of shapeProblems(yaml, parsed?.error?.issues ?? [])) {
    const identity = identityOf(problem);
    if (known.has(placeOf(problem.at)) || problems.has(identity)) continue;
    problems.set(identity, problem);
  }
  const all = [...yaml.problems, ...problems.values()];
  if (all.length > 0 || parsed?.data === undefined) throw refusal(fileName, all);
  const hasDefault = Object.hasOwn(yaml.value ?? {}, 'default');
  return { policies: parsed.data, positionOf, hasDefault };
}

function shapeProblems(yaml: LocatedYaml, issues: readonly z.core.$ZodIssue[]): YamlProblem[] {
  return [
    ...issues.flatMap((issue) => problemsOf(yaml, issue)),
    ...rawPolicies(yaml.value).flatMap(({ at, written }) =>
      contradictionsIn(written).map(({ path, message }) =>
        problemAt(yaml, [...at, ...path], message),
      ),
    ),
  ];
}

function rawPolicies(value: unknown): { at: YamlPath; written: unknown }[] {
  const { approvals, default: fallback } = {
    ...(value as { approvals?: unknown; default?: unknown }),
  };
  const rules = Array.isArray(approvals) ? approvals : [];
  return [
    ...rules.map((written: unknown, index) => ({ at: ['approvals', index], written })),
    { at: ['default'], written: fallback },
  ];
}

function problemsOf(yaml: LocatedYaml, issue: z.core.$ZodIssue): YamlProblem[] {
  if (issue.code !== 'unrecognized_keys') return [problemAt(yaml, issue.path, issue.message)];
  return issue.keys.map((key) => ({
    at: yaml.positionOfKey([...issue.path, key]),
    text: `${nameOf(issue.path)} has the unknown key ${quoted(key)}; ${issue.message}`,
  }));
}

function problemAt(yaml: LocatedYaml, path: YamlPath, message: string): YamlProblem {
  const { shown, depth } = lookUp(yaml.value, path);
  const name = nameOf(path.slice(0, depth));
  return { at: yaml.positionOf(path), text: `${name} is ${shown}; ${message}` };
}

/** A value for display, and how much of the path leads to it: a single string may replace a list. */
function lookUp(root: unknown, path: YamlPath): { shown: string; depth: number } {
  let value = root;
  for (const [depth, step] of path.entries()) {
    if (typeof value === 'string') return { shown: kindOf(value), depth };
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
    if (value === undefined) return { shown: 'missing', depth: depth + 1 };
  }
  // The wrong file may have been given: don't show its content.
  const shown = path.length === 0 && typeof value === 'string' ? 'a string' : kindOf(value);
  return { shown, depth: path.length };
}

function kindOf(value: unknown): string {
  if (value === '') return 'empty';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return 'a mapping';
}

function quoted(text: string): string {
  const cut = [...text].slice(0, MAX_VALUE).join('');
  return JSON.stringify(cut === text ? text : `${cut}…`);
}

/** `approvals[0].match.project` */
function nameOf(path: YamlPath): string {
  const name = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return name === '' ? 'the file' : name.slice(1);
}

function placeOf({ line, column }: YamlProblem['at']): string {
  return `${line}:${column}`;
}

/** Equal for the same problem of the same value, found under another name. */
function identityOf({ at, text }: YamlProblem): string {
  return `${placeOf(at)} ${text.replace(/^\S+ /, '')}`;
}

function refusal(fileName: string, problems: readonly YamlProblem[]): JobwireError {
  const ordered = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const lines = ordered.map(({ at, text }) => `  ${fileName}:${at.line}:${at.column}: ${text}`);
  const more = lines.length - MAX_SHOWN;
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  const shown = lines.slice(0, MAX_SHOWN);
  if (more > 0) shown.push(`  … and ${more} more`);
  return new JobwireError('config_invalid', [`POLICY_FILE has ${count}:`, ...shown].join('\n'), {
    details: { file: fileName, problems: lines.length },
  });
}
