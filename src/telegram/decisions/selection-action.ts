// Callback data of the buttons below a list of requests.

export type SelectionAction = { readonly token: string } & (
  | { readonly kind: 'pick'; readonly place: number; readonly isPicked: boolean }
  /** The request at a place is to be shown whole. */
  | { readonly kind: 'open'; readonly place: number }
  /** The places that were picked when the button was shown: what a person sees is what is decided. */
  | { readonly kind: 'approve' | 'deny'; readonly places: readonly number[] }
);

/** A number has as many bits as a list has places to pick. */
export const MAX_PLACES = 8;

const FORM = /^m:([A-Za-z0-9_-]{16,48}):(\d{1,3})([+\-ado])$/;

export function writeSelectionAction(action: SelectionAction): string {
  if (action.kind === 'pick') {
    return `m:${action.token}:${action.place}${action.isPicked ? '+' : '-'}`;
  }
  if (action.kind === 'open') return `m:${action.token}:${action.place}o`;
  const bits = action.places.reduce((sum, place) => sum | (1 << place), 0);
  return `m:${action.token}:${bits}${action.kind === 'approve' ? 'a' : 'd'}`;
}

/** `undefined` for data of other buttons. */
export function readSelectionAction(data: string): SelectionAction | undefined {
  const [, token, digits, sign] = FORM.exec(data) ?? [];
  if (token === undefined) return undefined;
  const number = Number(digits);
  if (sign === '+' || sign === '-') {
    return { kind: 'pick', token, place: number, isPicked: sign === '+' };
  }
  if (sign === 'o') return { kind: 'open', token, place: number };
  const all = Array.from({ length: MAX_PLACES }, (_, place) => place);
  const places = all.filter((place) => (number & (1 << place)) !== 0);
  return { kind: sign === 'a' ? 'approve' : 'deny', token, places };
}
