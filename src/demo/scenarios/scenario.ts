// The script of an example job, step by step. Data only.
import type { JsonObject } from '../../event/canonical-event.ts';

export interface ScenarioLine {
  readonly text: string;
  readonly level?: 'warn' | 'error';
}

/** `pauseMs`: the pause before the step, at the lively pace. */
export type ScenarioStep =
  | {
      readonly kind: 'edit';
      readonly pauseMs: number;
      readonly tool: string;
      readonly file: string;
      readonly action: string;
    }
  | {
      readonly kind: 'run';
      readonly pauseMs: number;
      readonly command: string;
      /** What the command prints, line by line. */
      readonly output: readonly ScenarioLine[];
      readonly exitCode: number;
    }
  | {
      readonly kind: 'ask';
      readonly pauseMs: number;
      readonly scope: string;
      readonly action: string;
      readonly reason: string;
      readonly context: JsonObject;
      /** When the request expires; absent: never. */
      readonly timeoutSeconds?: number;
    }
  | {
      /** News of the session, not of the job. `{task}` in a value becomes the id of this run's task. */
      readonly kind: 'note';
      readonly pauseMs: number;
      readonly type: string;
      readonly data: JsonObject;
      /** Only admins see it. */
      readonly internal?: true;
    };

export type AskStep = Extract<ScenarioStep, { kind: 'ask' }>;
export type RunStep = Extract<ScenarioStep, { kind: 'run' }>;

export type Ending =
  | {
      readonly kind: 'completed';
      readonly summary: string;
      readonly files: readonly string[];
      readonly diffStat: string;
    }
  | { readonly kind: 'failed'; readonly error: string };

export interface Scenario {
  readonly project: string;
  readonly session: string;
  readonly branch: string;
  readonly instruction: string;
  /** The requester of approvals. */
  readonly requestedBy?: { readonly id: string; readonly name: string };
  readonly steps: readonly ScenarioStep[];
  readonly ending: Ending;
}

export function asksForApproval({ steps }: Scenario): boolean {
  return steps.some(({ kind }) => kind === 'ask');
}

/** A step in which a tool touches one file. */
export function edit(
  file: string,
  action: 'reading' | 'creating' | 'editing',
  pauseMs = 2_500,
): ScenarioStep {
  const tools = { reading: 'Read', creating: 'Write', editing: 'Edit' } as const;
  return { kind: 'edit', pauseMs, tool: tools[action], file, action };
}

/** A step that runs a command; output lines with "!" in front are warnings, with "!!" errors. */
export function run(command: string, output: readonly string[], exitCode = 0): ScenarioStep {
  return { kind: 'run', pauseMs: 1_500, command, output: output.map(lineOf), exitCode };
}

function lineOf(text: string): ScenarioLine {
  if (text.startsWith('!!')) return { text: text.slice(2).trimStart(), level: 'error' };
  if (text.startsWith('!')) return { text: text.slice(1).trimStart(), level: 'warn' };
  return { text };
}
