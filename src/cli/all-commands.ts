// All commands, in the order in which they are listed. Each is loaded when it is used: the bot needs
// no simulator, and a list needs no bot.
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
    summary: 'check everything that jobwire needs, and say what to do',
    load: async () => (await import('./doctor/doctor.ts')).doctor,
  },
  {
    name: 'emit',
    summary: 'publish an event',
    load: async () => (await import('./events/emit.ts')).emit,
  },
  {
    name: 'history',
    summary: 'show what happened',
    load: async () => (await import('./events/history.ts')).history,
  },
  {
    name: 'replay',
    summary: 'tell events again, to a chat or on the bus',
    load: async () => (await import('./events/replay.ts')).replay,
  },
  {
    name: 'approvals',
    summary: 'show what waits for a decision, or all of one request',
    load: async () => (await import('./approvals/approvals.ts')).approvals,
  },
  {
    name: 'approve',
    summary: 'say yes to a request',
    load: async () => (await import('./approvals/approve.ts')).approve,
  },
  {
    name: 'deny',
    summary: 'say no to a request',
    load: async () => (await import('./approvals/deny.ts')).deny,
  },
  {
    name: 'dlq list',
    summary: 'show what was given up: messages and events',
    load: async () => (await import('./dead-letters/dlq-list.ts')).dlqList,
  },
  {
    name: 'dlq retry',
    summary: 'try them again',
    load: async () => (await import('./dead-letters/dlq-retry.ts')).dlqRetry,
  },
  {
    name: 'dlq drop',
    summary: 'throw them away',
    load: async () => (await import('./dead-letters/dlq-drop.ts')).dlqDrop,
  },
  {
    name: 'token create',
    summary: 'make a token for the side port',
    load: async () => (await import('./tokens/token-create.ts')).tokenCreate,
  },
  {
    name: 'token list',
    summary: 'show the tokens',
    load: async () => (await import('./tokens/token-list.ts')).tokenList,
  },
  {
    name: 'token revoke',
    summary: 'make a token worthless',
    load: async () => (await import('./tokens/token-revoke.ts')).tokenRevoke,
  },
];
