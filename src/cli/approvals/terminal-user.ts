// The user at this terminal, by their system account.
import { hostname, userInfo } from 'node:os';

/** The name of the account, or its number if it has no name. */
export function terminalUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, an account may only have a number.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** For the audit trail: `terminal root@build-3`. */
export function terminalName(): string {
  return `terminal ${terminalPerson()}`;
}

/** For people who are asked something: `root@build-3`. */
export function terminalPerson(): string {
  return `${terminalUser()}@${hostname()}`;
}
