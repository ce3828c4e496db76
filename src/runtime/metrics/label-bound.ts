// Bounds the number of values of labels that come from outside, such as types and projects.

/** More values of a label than this are counted together. */
export const LABEL_LIMIT = 200;

const BEYOND = 'other';

/** Returns the value, or `other` once there are too many. */
export type LabelBound = (value: string) => string;

export function createLabelBound(): LabelBound {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= LABEL_LIMIT) return BEYOND;
    known.add(value);
    return value;
  };
}
