// Filters that are in the address.
import { useLayoutEffect, useState } from 'preact/hooks';
import { address, setFilters } from '../browser/location.ts';

interface FilterProps {
  /** Of the parameter. */
  readonly name: string;
  readonly label: string;
  readonly example?: string;
}

export function Filter({ name, label, example }: FilterProps) {
  return (
    <DraftField
      name={name}
      label={label}
      value={address.value.searchParams.get(name) ?? ''}
      onCommit={(value) => setFilters({ [name]: value.trim() })}
      {...(example === undefined ? {} : { example })}
    />
  );
}

/** In the zone of whoever looks; the address has the instant itself, which is the same everywhere. */
export function InstantFilter({ name, label }: FilterProps) {
  return (
    <DraftField
      type="datetime-local"
      name={name}
      label={label}
      value={localTime(address.value.searchParams.get(name))}
      onCommit={(value) => setFilters({ [name]: instant(value) })}
    />
  );
}

interface DraftProps extends FilterProps {
  readonly type?: 'text' | 'datetime-local';
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** What is being typed stays, however often the page is drawn meanwhile, until the address has another value. */
function DraftField({ name, label, example, type = 'text', value, onCommit }: DraftProps) {
  const [draft, setDraft] = useState(value);
  useLayoutEffect(() => setDraft(value), [value]);
  return (
    <label>
      {label}
      <input
        name={name}
        {...(type === 'text' ? { type, dir: 'auto' as const } : { type })}
        value={draft}
        {...(example === undefined ? {} : { placeholder: example })}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => onCommit(currentTarget.value)}
      />
    </label>
  );
}

interface ChoiceProps extends FilterProps {
  /** Value and text; an empty value is the default. */
  readonly choices: readonly (readonly [value: string, text: string])[];
}

export function ChoiceFilter({ name, label, choices }: ChoiceProps) {
  return (
    <label>
      {label}
      <select
        name={name}
        value={address.value.searchParams.get(name) ?? ''}
        onChange={({ currentTarget }) => setFilters({ [name]: currentTarget.value })}
      >
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** `2026-03-02T10:00`; empty for what is no instant. */
function localTime(text: string | null): string {
  const ms = Date.parse(
    /^\d+$/.test(text ?? '') ? new Date(Number(text)).toISOString() : (text ?? ''),
  );
  if (Number.isNaN(ms)) return '';
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

function instant(local: string): string {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
