// Who sits at this terminal, by the name that the system knows them by.
import { hostname, userInfo } from 'node:os';

/** The name of the account; of one without a name, its number. */
export function terminalUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, an account may have a number alone.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** For the audit: `terminal root@build-3`. */
export function terminalName(): string {
  return `terminal ${terminalUser()}@${hostname()}`;
}
