// What most scripts answer.
import { z } from 'zod';

export const TEXTS = z.array(z.string());

export const COUNT = z.number();

/** 1, or 0 when nothing was done. */
export const DONE = z.literal([0, 1]);
