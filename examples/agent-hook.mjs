#!/usr/bin/env node
// A hook of coding agents: before the agent runs a dangerous command, people are asked in their chat. It understands
// what Claude Code (PreToolUse), Gemini CLI (BeforeTool) and Cursor (beforeShellExecution) send on standard input, and
// answers each in its own form. README.md shows how to set it up.
//
// Fail-safe: where nobody can be asked, the agent's own prompt asks whoever sits there, or the command is denied.
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

const DANGEROUS =
  /\b(?:rm\s+-\w*[rf]|git\s+push|git\s+reset\s+--hard|kubectl|terraform\s+(?:apply|destroy)|helm|docker\s+push|npm\s+publish|sudo|dd|mkfs\S*|shutdown|reboot|psql|mysql|drop\s+(?:table|database)|curl\b.*\|\s*(?:ba|z)?sh)\b/i;

const AGENTS = {
  // "ask" leaves it to the prompt of the agent; without an answer its own rules apply.
  PreToolUse: (decision, reason) =>
    decision === 'pass'
      ? undefined
      : {
          hookSpecificOutput: {
            hookEventName: 'PreToolUse',
            permissionDecision: decision === 'unknown' ? 'ask' : decision,
            permissionDecisionReason: reason,
          },
        },
  // It has no way to ask whoever sits there.
  BeforeTool: (decision, reason) =>
    decision === 'pass' || decision === 'allow'
      ? { decision: 'allow' }
      : { decision: 'deny', reason },
  beforeShellExecution: (decision, reason) => ({
    permission: decision === 'pass' ? 'allow' : decision === 'unknown' ? 'ask' : decision,
    ...(decision === 'pass' ? {} : { user_message: reason, agent_message: reason }),
  }),
};

const call = JSON.parse(await readAll(process.stdin));
const answer = AGENTS[call.hook_event_name] ?? AGENTS.PreToolUse;
const command = call.tool_input?.command ?? call.command;
const said = decide();
const output = answer(said.decision, said.reason);
if (output !== undefined) console.log(JSON.stringify(output));

function decide() {
  if (typeof command !== 'string' || !DANGEROUS.test(command)) return { decision: 'pass' };
  const [program, ...first] = (process.env.JOBWIRE ?? 'jobwire').split(' ');
  const folder = call.cwd ?? process.cwd();
  const args = [...first, 'ask', command, '--scope', 'agent', '--timeout', process.env.TIMEOUT ?? '10m'];
  args.push('--reason', call.tool_input?.description ?? 'a coding agent wants to run this');
  args.push('--context', `folder=${folder}`);
  if (process.env.JOBWIRE_PROJECT === undefined) args.push('--project', basename(folder));
  if (call.session_id !== undefined) args.push('--session', String(call.session_id));
  // Of the same call of the tool: an agent that is started again waits for the same question.
  if (call.tool_use_id !== undefined) args.push('--id', String(call.tool_use_id));
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcome = (stdout ?? '').trim();
  if (status === 0) return { decision: 'allow', reason: outcome };
  if (status === 1 || status === 2) return { decision: 'deny', reason: outcome };
  return { decision: 'unknown', reason: 'jobwire could not be asked about this command' };
}

async function readAll(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
