// Callback data of the buttons below a list of requests.

export type SelectionAction = { readonly token: string } & (
  | { readonly kind: 'pick'; readonly position: number; readonly isPicked: boolean }
  /** The request at this position is to be shown in full. */
  | { readonly kind: 'open'; readonly position: number }
  /** The positions that were picked when the button was shown: what a person sees is what is decided. */
  | { readonly kind: 'approve' | 'deny'; readonly positions: readonly number[] }
);

/** One bit each in the callback data. */
export const MAX_POSITIONS = 8;

const FORM = /^m:([A-Za-z0-9_-]{16,48}):(\d{1,3})([+\-ado])$/;

export function writeSelectionAction(action: SelectionAction): string {
  if (action.kind === 'pick') {
    return `m:${action.token}:${action.position}${action.isPicked ? '+' : '-'}`;
  }
  if (action.kind === 'open') return `m:${action.token}:${action.position}o`;
  const bits = action.positions.reduce((sum, position) => sum | (1 << position), 0);
  return `m:${action.token}:${bits}${action.kind === 'approve' ? 'a' : 'd'}`;
}

/** `undefined` for data of other buttons. */
export function readSelectionAction(data: string): SelectionAction | undefined {
  const [, token, digits, sign] = FORM.exec(data) ?? [];
  if (token === undefined) return undefined;
  const number = Number(digits);
  if (sign === '+' || sign === '-') {
    return { kind: 'pick', token, position: number, isPicked: sign === '+' };
  }
  if (sign === 'o') return { kind: 'open', token, position: number };
  const all = Array.from({ length: MAX_POSITIONS }, (_, position) => position);
  const positions = all.filter((position) => (number & (1 << position)) !== 0);
  return { kind: sign === 'a' ? 'approve' : 'deny', token, positions };
}
