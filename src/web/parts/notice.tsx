// What to show instead of data: that it is loading, that there is none, or why it can't be had.
import type { ComponentChildren } from 'preact';
import type { ApiProblem } from '../api/request.ts';
import { hasText, t } from '../locale/texts.ts';

/** The problem in the person's language, else in the server's words. */
export function problemText({ code, detail }: ApiProblem): string {
  const key = `problem-${code.replaceAll('_', '-')}`;
  if (hasText(key)) return t(key);
  return detail === '' ? t('problem-unknown') : detail;
}

export function ProblemNotice({ problem }: { readonly problem: ApiProblem | undefined }) {
  if (problem === undefined) return null;
  return (
    <p class="notice notice-problem" role="alert">
      {problemText(problem)}
    </p>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="notice">{children}</p>;
}

/** Shows `children` once there are data; a problem beside data that are still there. */
export function Loaded({
  isLoaded,
  problem,
  children,
}: {
  readonly isLoaded: boolean;
  readonly problem: ApiProblem | undefined;
  readonly children: ComponentChildren;
}) {
  if (isLoaded) {
    return (
      <>
        <ProblemNotice problem={problem} />
        {children}
      </>
    );
  }
  return problem === undefined ? (
    <p class="notice notice-loading">{t('loading')}</p>
  ) : (
    <ProblemNotice problem={problem} />
  );
}
