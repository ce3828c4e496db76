// A table whose rows have a bar each: what it shows can be read as well as looked at.
import { Outside } from '../text-of-event.tsx';

interface BarRow {
  readonly name: string;
  /** What the bar is as long as. */
  readonly amount: number;
  /** As many as there are headings beside the name. */
  readonly cells: readonly string[];
}

interface Props {
  /** Of the name and of the cells; the last one of which is in the bar. */
  readonly headings: readonly string[];
  readonly rows: readonly BarRow[];
}

export function BarRows({ headings, rows }: Props) {
  const most = Math.max(...rows.map(({ amount }) => amount));
  return (
    <table class="bars">
      <thead>
        <tr>
          {headings.map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
          <td class="bar-cell" />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, amount, cells }) => (
          <tr key={name}>
            <th scope="row">
              <Outside text={name} />
            </th>
            {cells.map((cell, at) => (
              <td key={headings[at + 1]}>{cell}</td>
            ))}
            <td class="bar-cell">
              <svg class="bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
                <rect width={most === 0 ? 0 : (amount / most) * 100} height="1" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
