// Small facts in a line, with dots between them. Each is a box of its own, so that the dots stay between them
// whatever direction the facts run in.
import type { ComponentChild } from 'preact';

export function Notes({ facts }: { readonly facts: readonly ComponentChild[] }) {
  const shown = facts.filter((fact) => fact !== undefined && fact !== null && fact !== false);
  return (
    <p class="row-note">
      {shown.map((fact, at) => (
        <span key={at}>{fact}</span>
      ))}
    </p>
  );
}
