// What this browser remembers. In a frame of another site it may remember nothing.

export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(`jobwire-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`jobwire-${name}`, value);
  } catch {
    // Then it counts until the page is closed.
  }
}
