// Texts that came from outside. They are data: shown as text in the direction they are written in.

export function Outside({ text }: { readonly text: string }) {
  return <bdi>{text}</bdi>;
}
