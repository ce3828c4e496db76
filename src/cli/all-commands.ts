// All commands, in the order of the help. Each is loaded only when used: the bot needs no simulator, and listing
// tokens needs no bot.
import type { CliCommand } from './command/command.ts';

export interface CommandEntry {
  /** One word, or two of a group: `dlq list`. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  load(): Promise<CliCommand>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'run the bot; needs BOT_TOKEN (see .env.example)',
    load: async () => (await import('./start/start.ts')).start,
  },
  {
    name: 'demo',
    summary: 'run everything against a Telegram simulator, with example jobs',
    load: async () => (await import('./start/demo.ts')).demo,
  },
  {
    name: 'doctor',
    summary: 'check everything that jobwire needs, and what to do about it',
    load: async () => (await import('./doctor/doctor.ts')).doctor,
  },
  {
    name: 'ask',
    summary: 'ask people whether something may be done, and wait for the answer',
    load: async () => (await import('./ask/ask.ts')).askCommand,
  },
  {
    name: 'run',
    summary: 'run a command as a job that chats can follow',
    load: async () => (await import('./run/run.ts')).runAsJob,
  },
  {
    name: 'emit',
    summary: 'publish an event',
    load: async () => (await import('./events/emit.ts')).emit,
  },
  {
    name: 'tail',
    summary: 'show the log of a job, and follow it',
    load: async () => (await import('./logs/tail-log.ts')).tailLog,
  },
  {
    name: 'history',
    summary: 'show stored events',
    load: async () => (await import('./events/history.ts')).history,
  },
  {
    name: 'replay',
    summary: 'publish events again, to a chat or on the bus',
    load: async () => (await import('./events/replay.ts')).replay,
  },
  {
    name: 'approvals',
    summary: 'show pending requests, or one request in full',
    load: async () => (await import('./approvals/approvals.ts')).approvals,
  },
  {
    name: 'approve',
    summary: 'approve a request',
    load: async () => (await import('./approvals/approve.ts')).approve,
  },
  {
    name: 'deny',
    summary: 'deny a request',
    load: async () => (await import('./approvals/deny.ts')).deny,
  },
  {
    name: 'standing',
    summary: 'show what was approved in advance, or end it',
    load: async () => (await import('./approvals/standing.ts')).standing,
  },
  {
    name: 'dlq list',
    summary: 'list dead letters: messages and events that could not be handled',
    load: async () => (await import('./dead-letters/dlq-list.ts')).dlqList,
  },
  {
    name: 'dlq retry',
    summary: 'retry dead letters',
    load: async () => (await import('./dead-letters/dlq-retry.ts')).dlqRetry,
  },
  {
    name: 'dlq drop',
    summary: 'delete dead letters',
    load: async () => (await import('./dead-letters/dlq-drop.ts')).dlqDrop,
  },
  {
    name: 'invite',
    summary: 'give somebody a role by a link',
    load: async () => (await import('./people/invite.ts')).invite,
  },
  {
    name: 'invite list',
    summary: 'list open invitations',
    load: async () => (await import('./people/invite-list.ts')).inviteList,
  },
  {
    name: 'invite revoke',
    summary: 'revoke an invitation',
    load: async () => (await import('./people/invite-revoke.ts')).inviteRevoke,
  },
  {
    name: 'token create',
    summary: 'create a token for the HTTP API',
    load: async () => (await import('./tokens/token-create.ts')).tokenCreate,
  },
  {
    name: 'token list',
    summary: 'list tokens',
    load: async () => (await import('./tokens/token-list.ts')).tokenList,
  },
  {
    name: 'token revoke',
    summary: 'revoke a token',
    load: async () => (await import('./tokens/token-revoke.ts')).tokenRevoke,
  },
];
