// Copies a text. Browsers let pages do that over https and on the machine itself; elsewhere the text can be selected.
import { useState } from 'preact/hooks';
import { later } from '../browser/browser-clock.ts';
import { t } from '../locale/texts.ts';

const SAID_MS = 3_000;

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  if (!isSecureContext) return null;
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    later(SAID_MS, () => setCopied(false));
  }
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{isCopied ? t('copied') : label}</span>
    </button>
  );
}
