// Texts that came from outside. They are data: shown as text in the direction they are written in, with invisible and
// deceiving characters written out as marks where somebody decides on them.
import { webAddress } from '../../event/web-address.ts';
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

/** A link only where it is safe to follow, else its text. */
export function OutsideLink({ href }: { readonly href: string }) {
  const url = webAddress(href);
  if (url === undefined) return <Outside text={href} />;
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer">
      <bdi>{labelOf(url)}</bdi>
    </a>
  );
}

/** `github.com/acme/shop/pull/7` */
function labelOf({ host, pathname }: URL): string {
  return host + (pathname === '/' ? '' : pathname);
}
