// Texts that came from outside. They are data: shown as text in the direction they are written in, with invisible and
// deceiving characters written out as marks where somebody decides on them.
import { reveal } from '../../message/text/reveal.ts';

const MARKS = /(⟨[^⟩]{1,40}⟩)/;

export function Outside({ text }: { readonly text: string }) {
  return <bdi>{text}</bdi>;
}

/** The whole text as it is, hidden characters as marks. In a paragraph put it into a `<bdi>`. */
export function Revealed({ text }: { readonly text: string }) {
  const parts = reveal(text).split(MARKS);
  return <>{parts.map((part, at) => (at % 2 === 1 ? <mark key={at}>{part}</mark> : part))}</>;
}
