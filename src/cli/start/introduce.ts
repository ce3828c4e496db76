// What the console shows once the bot runs: its name and address, and how somebody becomes the first admin.
import { FIRST_ADMIN_MS } from '../../audience/invitations/invitation.ts';

export interface Introduction {
  /** Without `@`. */
  readonly botName: string;
  /** While nobody is an admin: who opens it first becomes one. */
  readonly firstAdminLink?: string;
}

const MINUTES = FIRST_ADMIN_MS / 60_000;

/** For a terminal. */
export function introduce({ botName, firstAdminLink: link }: Introduction): string {
  const lines =
    link === undefined
      ? [`This is @${botName}. Write to it: https://t.me/${botName}`]
      : [
          `This is @${botName}. Nobody is an admin yet: open this link to become the first. It works`,
          `once, within ${MINUTES} minutes; each start prints a new one.`,
          '',
          link,
          '',
        ];
  return ['', ...[...lines, 'Ctrl-C stops it.'].map((line) => `  ${line}`.trimEnd()), ''].join(
    '\n',
  );
}

/** One line, for where there is no terminal; `undefined` if there is nothing to do. */
export function firstAdminLine({ firstAdminLink: link }: Introduction): string | undefined {
  return link === undefined
    ? undefined
    : `Nobody is an admin yet. Who opens this link first, within ${MINUTES} minutes, becomes admin: ${link}`;
}
