import { expect, it } from 'vitest';
import { confirmed } from '../../src/monitoring/durability.ts';

it('answers nothing before what it answers is written, and fails when it can not be', async () => {
  const order: string[] = [];
  let written = () => {};
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const call = async (value: number) => {
    order.push('called');
    return value * 2;
  };
  const confirm = () => {
    order.push('asked');
    return isWritten;
  };
  const answer = confirmed(call, { confirm })(21).finally(() => order.push('answered'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['called', 'asked']);
  written();
  expect(await answer).toBe(42);
  const full = confirmed(call, { confirm: () => Promise.reject(new Error('disk full')) });
  await expect(full(1)).rejects.toThrow('disk full');
});
