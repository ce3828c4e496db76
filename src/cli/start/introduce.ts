// What a terminal shows once the bot runs: its name and address, and what is missing.

export interface Introduction {
  /** Without `@`. */
  readonly botName: string;
  readonly hasAdmin: boolean;
}

export function introduce({ botName, hasAdmin }: Introduction): string {
  const address = `https://t.me/${botName}`;
  const lines = [`This is @${botName}. Write to it: ${address}`];
  if (!hasAdmin) {
    lines.push(
      'Nobody is an admin yet. Write /start to it: it answers with your user id. Put that after',
      'ADMIN_USER_IDS= in .env, and restart.',
    );
  }
  lines.push('Ctrl-C stops it.');
  return ['', ...lines.map((line) => `  ${line}`), ''].join('\n');
}
